#if PostgreSQL
import Foundation
import Provisioning
import ProvisioningPostgreSQL
import Testing

/// A server whose commits count only when a copy has them.
@Suite(Server.isThere, .timeLimit(.minutes(15))) struct CopiedCommitTests {
  @Test func aCommitWhoseWaitForTheCopyIsCancelledIsNotAcknowledgedBeforeACopyHasIt() async throws {
    let server = try await OwnServer()
    let place = try Place(at: server.url)
    let load = Load(on: try await place.open(), lanes: 1)
    try await load.run {
      try require(copies: "nobody", at: server)
      let first = try await waiter(at: server) { _ in true }
      let acknowledged = load.acknowledged.count
      try execute("SELECT pg_cancel_backend(\(first))", at: server.url)
      // The look-up waits in its place, on another connection; or a later commit does on the same.
      let next = try await waiter(at: server) {
        $0 != first || load.acknowledged.count > acknowledged
      }
      #expect(next != first)
      #expect(load.acknowledged.count == acknowledged)
      try require(copies: "", at: server)
    }
    try await load.expectAllOfItStored()
    await load.store.close()
  }

  @Test func aCommitThatNoCopyHasInTheEndIsSaidToBeUnknown() async throws {
    let server = try await OwnServer()
    let place = try Place(at: server.url)
    let store = try await place.open(patience: .zero)
    try require(copies: "nobody", at: server)
    let commit = Task {
      for number in 0... { try await store.commit(Sample.person("\(number)")) }
    }
    let first = try await waiter(at: server) { _ in true }
    try execute("SELECT pg_cancel_backend(\(first))", at: server.url)
    let error = await #expect(throws: ProvisioningError.self) { try await commit.value }
    #expect(error?.code == .unavailable)
    #expect(error?.problem.contains("not known") == true)
    try require(copies: "", at: server)
    await store.close()
  }
}

/// Sets which copies a commit waits for.
private func require(copies: String, at server: OwnServer) throws {
  try execute("ALTER SYSTEM SET synchronous_standby_names = '\(copies)'", at: server.url)
  try execute("SELECT pg_reload_conf()", at: server.url)
}

/// The process of the server that waits for a copy to have its commit, once it fits.
private func waiter(
  at server: OwnServer, _ fits: (Int) -> Bool
) async throws -> Int {
  while true {
    let waiting = try execute(
      "SELECT coalesce(min(pid), 0) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
      at: server.url)
    if let process = Int(waiting), process != 0, fits(process) { return process }
    try await Task.sleep(for: .milliseconds(10))
  }
}
#endif
