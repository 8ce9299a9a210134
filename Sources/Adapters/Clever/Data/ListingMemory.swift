import Provisioning

/// What a pass over a listing has met, in some 50 bytes a record: pages that lead back, records that
/// repeat, and what all of it has cost.
///
/// A page that is asked for again gives the same as before, so what was met is kept with the number
/// of the page.
struct ListingMemory: Sendable {
  /// Of a text, 128 bits of the standard library's hash: nobody can choose two that agree.
  private struct Digest: Hashable {
    let high: Int
    let low: Int

    init(_ text: String) {
      (high, low) = (Self.hash(text, 1), Self.hash(text, 2))
    }

    private static func hash(_ text: String, _ part: UInt8) -> Int {
      var hasher = Hasher()
      hasher.combine(part)
      hasher.combine(text)
      return hasher.finalize()
    }
  }

  private let limits: CleverDataLimits
  private let began: Int
  private var bytes = 0
  /// The number of the page at each path, and of the page on which each record was met first.
  private var pages: [Digest: Int32] = [:]
  private var records: [Digest: Int32] = [:]

  /// Nothing has been met; `now` is in Unix seconds.
  init(_ limits: CleverDataLimits, now: Int) {
    self.limits = limits
    began = now
  }

  /// Takes note of page number `number`, from 0, before it is asked for.
  mutating func enter(
    _ path: CleverPath, _ number: Int, now: Int
  ) throws(ProvisioningError) {
    let first = pages.updateValue(Int32(clamping: number), forKey: Digest(path.target))
    guard first ?? Int32(clamping: number) == number else {
      throw .brokenListing("A page leads back to one before it.")
    }
    guard number < limits.pages else { throw .brokenListing("It has too many pages.") }
    guard now - began <= limits.seconds else { throw .brokenListing("It takes too long.") }
  }

  /// Takes note of the records of page number `number`, and tells of each whether it stood before,
  /// on this page or another. Those of different kinds are different ones.
  mutating func meet(
    _ ids: [CleverID?], _ kind: String, on number: Int, bytes size: Int
  ) throws(ProvisioningError) -> [Bool] {
    bytes += size
    guard bytes <= limits.bytes else { throw .brokenListing("It is too large.") }
    var here: Set<Digest> = []
    var isElsewhere = true
    let repeats = ids.map { id in
      guard let id else {
        isElsewhere = false
        return false
      }
      let digest = Digest("\(kind) \(id)")
      let first = records[digest] ?? Int32(clamping: number)
      records[digest] = first
      let isHere = !here.insert(digest).inserted
      if first == number { isElsewhere = false }
      return isHere || first != number
    }
    guard ids.isEmpty || !isElsewhere else {
      throw .brokenListing("A page repeats what stood before it, and nothing else.")
    }
    return repeats
  }
}

extension ProvisioningError {
  /// The error for a listing whose pages cannot be trusted to be all of it.
  static func brokenListing(_ reason: String) -> ProvisioningError {
    ProvisioningError(
      .invalid, "Clever's listing cannot be used.", reason: reason,
      remedy: "Import again; if that does not help, ask Clever's support.")
  }
}
