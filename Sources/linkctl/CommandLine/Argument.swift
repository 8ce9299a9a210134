/// A bare word, told from others by its place; must be given, and is read as `Value`.
///
/// `optional()` and `rest()` change how many words it takes and what reading it gives. Optional
/// arguments come after the others, and `rest()` is the last.
struct Argument<Value: Sendable>: Parameter {
  let declaration: ParameterDeclaration

  /// Declares an argument that help calls by its placeholder, whose value has the given format.
  init(_ placeholder: String, _ help: String, as format: ValueFormat<Value>) {
    declaration = ParameterDeclaration(
      kind: .argument, name: placeholder, placeholder: placeholder, help: help,
      occurrence: .exactlyOnce, format: format.erased)
  }

  /// Declares an argument whose value is made by `Value.init?(_: String)`.
  init(_ placeholder: String, _ help: String) where Value: LosslessStringConvertible {
    self.init(placeholder, help, as: .text)
  }

  func reading(of values: [any Sendable]) -> Value { typed(values[0]) }

  /// The argument as one that may be left out; read as `Value?`.
  func optional() -> AdjustedParameter<Value?> {
    AdjustedParameter(declaration, .atMostOnce) { $0.first.map { typed($0) } }
  }

  /// The argument as all words that are left; read as `[Value]`.
  func rest(atLeastOne: Bool = false) -> AdjustedParameter<[Value]> {
    AdjustedParameter(declaration, atLeastOne ? .atLeastOnce : .anyNumber) { $0.map { typed($0) } }
  }
}
