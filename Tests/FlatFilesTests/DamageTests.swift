import Provisioning
import ProvisioningFlatFiles
import Testing

/// Files that are not as they were written: what a crash can do is mended and told, anything else
/// is refused with file and line, never passed over.
@Suite struct DamageTests {
  let place = Place()

  @Test func aLogCutAnywhereInItsLastLinesHoldsExactlyTheWholeLines() async throws {
    let store = try await place.open()
    var ends = [try place.bytes(of: "log.jsonl").count]
    for number in 1...3 {
      try await store.commit(Sample.person(number))
      ends.append(try place.bytes(of: "log.jsonl").count)
    }
    await store.close()
    let log = try place.bytes(of: "log.jsonl")
    for length in ends[0]...log.count {
      try place.copy("store", to: "cut")
      try place.write(Array(log.prefix(length)), to: "log.jsonl", in: "cut")
      let whole = ends.lastIndex { $0 <= length }!
      let cut = try await place.open("cut")
      #expect(try await cut.wholeEntries() == whole, "cut at \(length)")
      let notes = try await cut.notes()
      let torn = length - ends[whole]
      try #require(notes.isEmpty == (torn == 0), "cut at \(length)")
      if torn > 0 { #expect(notes[0].contains("log.jsonl was torn by a crash: \(torn) bytes")) }
      #expect(try place.bytes(of: "log.jsonl", in: "cut") == Array(log.prefix(ends[whole])))
      try await cut.commit(Sample.person(9))
      #expect(try await cut.wholeEntries() == whole + 1)
      await cut.close()
    }
  }

  @Test func aLastLineThatTheDiskDidNotTakeIsTorn() async throws {
    let store = try await place.open()
    for number in 1...2 { try await store.commit(Sample.person(number)) }
    await store.close()
    var log = try place.bytes(of: "log.jsonl")
    for place in log.indices.suffix(200).dropLast() { log[place] = 0 }
    try place.write(log, to: "log.jsonl")
    let again = try await place.open()
    #expect(try await again.wholeEntries() == 1)
    #expect(try await again.notes().count == 1)
    await again.close()
  }

  @Test func aFlippedByteInTheMiddleOfTheLogIsRefusedByFileAndLine() async throws {
    let store = try await place.open()
    for number in 1...4 { try await store.commit(Sample.person(number)) }
    await store.close()
    let log = try place.bytes(of: "log.jsonl")
    let lines = log.split(separator: 0x0A)
    var start = 0
    for (number, line) in lines.enumerated().dropLast() {
      for offset in stride(from: start, to: start + line.count, by: 7) {
        var damaged = log
        damaged[offset] ^= 0x10
        try place.write(damaged, to: "log.jsonl")
        let error = await expectError(.corrupt) { try await place.open() }
        #expect(error?.problem.hasSuffix("log.jsonl is damaged in line \(number + 1).") == true)
        #expect(try place.bytes(of: "log.jsonl") == damaged, "nothing is thrown away")
      }
      start += line.count + 1
    }
  }

  @Test func aLineOfTheLogThatIsGoneOrElsewhereIsMissed() async throws {
    let store = try await place.open()
    for number in 1...4 { try await store.commit(Sample.person(number)) }
    await store.close()
    let lines = try place.bytes(of: "log.jsonl").split(separator: 0x0A)
    for order in [[0, 1, 3, 4], [0, 2, 1, 3, 4], [0, 1, 1, 2, 3, 4], [1, 2, 3, 4]] {
      try place.write(order.flatMap { lines[$0] + [0x0A] }, to: "log.jsonl")
      await expectError(.corrupt) { try await place.open() }
    }
  }

  @Test func whatWasReadBeforeAndIsGoneIsDamage() async throws {
    let store = try await place.open()
    for number in 1...2 { try await store.commit(Sample.person(number)) }
    let log = try place.bytes(of: "log.jsonl")
    var damaged = log
    damaged[log.count - 30] ^= 0x10
    try place.write(damaged, to: "log.jsonl")
    #expect(try await store.integrityProblems().count == 1)
    #expect(try place.bytes(of: "log.jsonl") == damaged, "nothing is cut off")
    await store.close()
    try place.write(log, to: "log.jsonl")
    let again = try await place.open()
    #expect(try await again.wholeEntries() == 2)
    try place.write(log.split(separator: 0x0A)[0] + [0x0A], to: "log.jsonl")
    await expectError(.corrupt) { try await again.counts() }
    await again.close()
  }

  @Test func aLockFileThatIsRemovedIsMissed() async throws {
    let store = try await place.open()
    try place.remove(".lock")
    await expectError(.unavailable) { try await store.commit(Sample.person(1)) }
    await store.close()
    let again = try await place.open()
    #expect(try await again.wholeEntries() == 0)
    await again.close()
  }

  @Test func damageOfASnapshotIsRefusedByFileAndLine() async throws {
    let store = try await place.open()
    for number in 1...3 { try await store.commit(Sample.person(number)) }
    try await store.write([Sample.record("t-1"), Sample.record("t-2")])
    try await store.compact()
    await store.close()
    for name in ["accounts.jsonl", "links.jsonl", "journal.jsonl", "records.jsonl"] {
      let whole = try place.bytes(of: name)
      let lines = whole.split(separator: 0x0A)
      for number in lines.indices {
        var damaged = lines.map { Array($0) }
        damaged[number][5] ^= 1
        try place.write(damaged.flatMap { $0 + [0x0A] }, to: name)
        let error = await expectError(.corrupt) { try await place.open() }
        #expect(error?.problem.hasSuffix("\(name) is damaged in line \(number + 1).") == true)
      }
      for lines in [lines.dropLast(), lines[1...], lines + lines.prefix(1)] {
        try place.write(lines.flatMap { $0 + [0x0A] }, to: name)
        let error = await expectError(.corrupt) { try await place.open() }
        #expect(error?.problem.contains(name) == true)
      }
      try place.write(whole, to: name)
    }
    let again = try await place.open()
    #expect(try await again.wholeEntries() == 3)
    await again.close()
  }

  @Test(arguments: ["accounts.jsonl", "journal.jsonl", "log.jsonl"])
  func aMissingFileIsNamed(name: String) async throws {
    let store = try await place.open()
    try await store.commit(Sample.person(1))
    await store.close()
    try place.copy("store", to: "whole")
    try place.remove(name)
    let error = await expectError(.corrupt) { try await place.open() }
    #expect(error?.problem.contains("\(name) is missing") == true)
  }

  @Test func theLogOfAnotherSnapshotIsRefused() async throws {
    let store = try await place.open()
    let old = try place.bytes(of: "log.jsonl")
    try await store.commit(Sample.person(1))
    try await store.compact()
    await store.close()
    try place.write(old, to: "log.jsonl")
    await expectError(.corrupt) { try await place.open() }
  }

  @Test func damageThatHappensLaterIsFoundByACheck() async throws {
    let store = try await place.open()
    try await store.commit(Sample.person(1))
    try await store.compact()
    #expect(try await store.integrityProblems() == [])
    var bytes = try place.bytes(of: "links.jsonl")
    bytes[3] ^= 1
    try place.write(bytes, to: "links.jsonl")
    let problems = try await store.integrityProblems()
    #expect(problems.count == 1)
    #expect(problems.first?.contains("links.jsonl is damaged in line 1") == true)
    await store.close()
  }

  @Test func aStoreInWhichDamageWasFoundAnswersNothingUntilItIsPutRight() async throws {
    let store = try await place.open()
    for number in 1...2 { try await store.commit(Sample.person(number)) }
    let log = try place.bytes(of: "log.jsonl")
    var damaged = log
    damaged[log.count - 30] ^= 0x10
    try place.write(damaged, to: "log.jsonl")
    for _ in 1...2 {
      #expect(try await store.integrityProblems().count == 1)
      await expectError(.corrupt) { try await store.counts() }
      await expectError(.corrupt) { try await store.commit(Sample.person(3)) }
      await expectError(.corrupt) { try await store.compact() }
      #expect(try place.bytes(of: "log.jsonl") == damaged, "nothing is cut off")
    }
    try place.write(log, to: "log.jsonl")
    #expect(try await store.integrityProblems() == [])
    try await store.commit(Sample.person(3))
    #expect(try await store.wholeEntries() == 3)
    await store.close()
  }
}
