/// The values a command was given, read by the parameters that it declares.
struct Arguments: Sendable {
  /// The values by label; every declared parameter has an entry, if an empty one.
  private var values: [String: [any Sendable]]

  /// No values yet for the parameters declared.
  init(declaring declarations: [ParameterDeclaration]) {
    values = Dictionary(
      declarations.map { ($0.label, []) }, uniquingKeysWith: { first, _ in first })
  }

  /// What the words say for `parameter`.
  ///
  /// Reading a parameter that the command does not list is a mistake in the program and traps.
  subscript<Reading>(_ parameter: some Parameter<Reading>) -> Reading {
    let label = parameter.declaration.label
    guard let found = values[label] else {
      preconditionFailure("The command reads \(label) but does not list it.")
    }
    return parameter.reading(of: found)
  }

  /// How many values a parameter was given.
  func count(of declaration: ParameterDeclaration) -> Int { values[declaration.label]?.count ?? 0 }

  /// Adds a value, as the parser meets it.
  mutating func append(_ value: any Sendable, to declaration: ParameterDeclaration) {
    values[declaration.label, default: []].append(value)
  }

  /// These values and those of `others`; where a parameter is declared in both, these.
  func merging(_ others: Arguments) -> Arguments {
    var merged = self
    merged.values.merge(others.values) { own, _ in own }
    return merged
  }
}
