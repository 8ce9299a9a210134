import Provisioning

/// What `work` makes of each element, in their order, a few of them at a time. The first error ends
/// the others.
func eachAtOnce<Element: Sendable, Value: Sendable>(
  of elements: [Element], atMost limit: Int,
  _ work: @escaping @Sendable (Element) async throws(ProvisioningError) -> Value
) async throws(ProvisioningError) -> [Value] {
  typealias Part = (place: Int, result: Result<Value, ProvisioningError>)
  let outcome = await withTaskGroup(of: Part.self) { group in
    var values = [Value?](repeating: nil, count: elements.count)
    var rest = elements.enumerated().makeIterator()
    func begin(_ group: inout TaskGroup<Part>) {
      guard let (place, element) = rest.next() else { return }
      group.addTask {
        do throws(ProvisioningError) {
          return (place, .success(try await work(element)))
        } catch {
          return (place, .failure(error))
        }
      }
    }
    for _ in 0..<limit { begin(&group) }
    while let part = await group.next() {
      switch part.result {
      case .success(let value): values[part.place] = value
      case .failure(let error):
        group.cancelAll()
        return Result<[Value], ProvisioningError>.failure(error)
      }
      begin(&group)
    }
    return .success(values.compactMap { $0 })
  }
  return try outcome.get()
}
