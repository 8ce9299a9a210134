/// `--name VALUE` or `--name=VALUE`, given at most once; read as `Value?`.
///
/// `required()`, `repeated()` and `withDefault(_:)` change how often it is given and what
/// reading it gives.
struct Option<Value: Sendable>: Parameter {
  private(set) var declaration: ParameterDeclaration

  /// Declares `--name PLACEHOLDER`, whose value has the given format.
  init(_ name: String, value placeholder: String, _ help: String, as format: ValueFormat<Value>) {
    declaration = ParameterDeclaration(
      kind: .option, name: name, placeholder: placeholder, help: help, occurrence: .atMostOnce,
      format: format.erased)
  }

  /// Declares `--name PLACEHOLDER`, whose value is made by `Value.init?(_: String)`.
  init(_ name: String, value placeholder: String, _ help: String)
  where Value: LosslessStringConvertible {
    self.init(name, value: placeholder, help, as: .text)
  }

  func reading(of values: [any Sendable]) -> Value? { values.first.map { typed($0) } }

  /// The option as one that stands in place of the shared one of the same name: behind the
  /// command's name the word means this one, before it the shared one.
  func hidingShared() -> Option {
    var option = self
    option.declaration.hidesShared = true
    return option
  }

  /// The option as one that must be given; read as `Value`.
  func required() -> AdjustedParameter<Value> {
    AdjustedParameter(declaration, .exactlyOnce) { typed($0[0]) }
  }

  /// The option as one that may be given any number of times; read as `[Value]`.
  func repeated() -> AdjustedParameter<[Value]> {
    AdjustedParameter(declaration, .anyNumber) { $0.map { typed($0) } }
  }

  /// The option with a value for when it is left out, which help shows; read as `Value`.
  func withDefault(_ value: Value, shownAs text: String? = nil) -> AdjustedParameter<Value> {
    AdjustedParameter(declaration, .atMostOnce, defaultText: text ?? wordFor(value)) { values in
      values.first.map { typed($0) } ?? value
    }
  }

  /// The word a person would type for `value`.
  private func wordFor(_ value: Value) -> String {
    if let value = value as? any RawRepresentable<String> { return value.rawValue }
    return "\(value)"
  }
}
