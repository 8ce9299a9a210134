#if PostgreSQL
import Provisioning
import Testing

@testable import ProvisioningPostgreSQL

/// Servers that hang, that come up, and that turn one away.
@Suite(Server.isThere, .timeLimit(.minutes(15))) struct AbsenceTests {
  @Test(arguments: 1...8)
  func aServerThatHangsIsNotWaitedForWithoutEnd(from message: Int) async throws {
    let place = try Place()
    let made = try await place.open()
    await made.close()
    let door = try place.door(.silence(from: message))
    let error = await #expect(throws: ProvisioningError.self) {
      let store = try await place.open(
        through: door, patience: .seconds(1), silence: .milliseconds(500))
      do {
        for number in 0... { try await store.commit(Sample.person("\(number)")) }
      } catch {
        await store.close()
        throw error
      }
    }
    #expect(error?.code == .unavailable)
  }

  @Test func aServerThatHangsWhileALotIsSentToItIsNotWaitedForEither() async throws {
    let place = try Place()
    let made = try await place.open()
    await made.close()
    // Past the greeting, the settings and what opening asks; less than a page of the filling.
    let door = try place.door(.silence(from: 12))
    let store = try await place.open(
      through: door, patience: .seconds(1), silence: .milliseconds(500))
    let error = await #expect(throws: ProvisioningError.self) {
      for number in 0... {
        let long = String(repeating: "a", count: 4_000_000)
        try await store.commit(Sample.person("\(number)", given: long))
      }
    }
    #expect(error?.code == .unavailable)
    await store.close()
  }

  /// Servers speak the language of whoever set them up.
  @Test(arguments: [
    ("57P03", "das Datenbanksystem startet"), ("57P01", "das Datenbanksystem fährt herunter"),
    ("53300", "tut mir leid, schon zu viele Verbindungen"),
  ])
  func aServerThatComesUpIsWaitedForInAnyLanguage(state: String, message: String) async throws {
    let place = try Place()
    let made = try await place.open()
    await made.close()
    let door = try place.door(.refusals(3, state: state, message: message))
    let store = try await place.open(through: door)
    #expect(door.left == 0)
    #expect(try await store.counts().links == 0)
    await store.close()
  }

  @Test(arguments: [
    ("28P01", "Passwort-Authentifizierung für Benutzer »u« fehlgeschlagen", "~/.pgpass"),
    ("3D000", "Datenbank »the database system is too many« existiert nicht", "createdb"),
  ])
  func aServerThatTurnsTheUserAwayIsNotWaitedFor(
    state: String, message: String, remedy: String
  ) async throws {
    let place = try Place()
    let door = try place.door(.refusals(1000, state: state, message: message))
    let error = await #expect(throws: ProvisioningError.self) {
      _ = try await place.open(through: door)
    }
    #expect(error?.remedy?.contains(remedy) == true)
    #expect(door.left == 999)
  }

  @Test func aDatabaseOfAnotherEncodingIsRefused() async throws {
    let server = try #require(Server.url)
    let place = try Place(at: Server.url(ofDatabase: "latin", at: server))
    try execute(
      "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'", at: server)
    let error = await #expect(throws: ProvisioningError.self) { _ = try await place.open() }
    #expect(error?.code == .refused)
    #expect(error?.remedy?.contains("createdb --encoding UTF8") == true)
  }
}
#endif
