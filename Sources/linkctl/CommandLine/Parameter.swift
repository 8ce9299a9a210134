/// Something a command reads from its words: a flag, an option or an argument.
///
/// A parameter is a value that serves twice: a command lists it, and the command's closure
/// reads it with `arguments[parameter]`, which gives a `Reading`.
protocol Parameter<Reading>: Sendable {
  /// What `arguments[parameter]` gives.
  associatedtype Reading: Sendable

  /// What parser, help and completion need to know.
  var declaration: ParameterDeclaration { get }

  /// Makes the reading of the values found, in the order they were typed.
  ///
  /// The parser has checked their number and type against the declaration.
  func reading(of values: [any Sendable]) -> Reading
}

/// A parameter without its type: all that parser, help and completion look at.
struct ParameterDeclaration: Sendable {
  /// How a parameter is written.
  enum Kind: Sendable {
    /// `--name`.
    case flag
    /// `--name VALUE` or `--name=VALUE`.
    case option
    /// A bare word, told from others by its place.
    case argument
  }

  /// How often a parameter may be given.
  enum Occurrence: Sendable {
    case atMostOnce, exactlyOnce, anyNumber, atLeastOnce

    /// Whether leaving the parameter out is a usage error.
    var isRequired: Bool { self == .exactlyOnce || self == .atLeastOnce }

    /// Whether a second value is welcome.
    var isRepeatable: Bool { self == .anyNumber || self == .atLeastOnce }
  }

  let kind: Kind
  /// The name without dashes; of an argument, its placeholder.
  let name: String
  /// What stands for the value in help and messages; empty for a flag.
  let placeholder: String
  let help: String
  var occurrence: Occurrence
  /// Whether the command's option stands in place of the shared one of the same name.
  var hidesShared = false
  /// The value used when the parameter is left out, as help shows it.
  var defaultText: String?
  /// The type-erased format of the value; `nil` for a flag.
  let format: ValueFormat<any Sendable>?

  /// The parameter as messages call it: `--to`, or `KEY`.
  var label: String { kind == .argument ? name : "--\(name)" }

  /// The parameter with its placeholder: `--to ID`, or `KEY`.
  var labelWithPlaceholder: String { kind == .option ? "--\(name) \(placeholder)" : label }

  /// The values to choose from, where there is a fixed list.
  var candidates: [String] { format?.candidates ?? [] }
}

/// A switch: `--name`, on or off. Giving it twice is the same as giving it once.
struct Flag: Parameter {
  let declaration: ParameterDeclaration

  /// Declares `--name`.
  init(_ name: String, _ help: String) {
    declaration = ParameterDeclaration(
      kind: .flag, name: name, placeholder: "", help: help, occurrence: .atMostOnce, format: nil)
  }

  func reading(of values: [any Sendable]) -> Bool { !values.isEmpty }
}

/// An option or argument whose number of values was changed, such as `option.required()`.
struct AdjustedParameter<Reading: Sendable>: Parameter {
  let declaration: ParameterDeclaration
  private let read: @Sendable ([any Sendable]) -> Reading

  /// Takes over `declaration` with another occurrence and reading.
  init(
    _ declaration: ParameterDeclaration, _ occurrence: ParameterDeclaration.Occurrence,
    defaultText: String? = nil, read: @escaping @Sendable ([any Sendable]) -> Reading
  ) {
    var declaration = declaration
    declaration.occurrence = occurrence
    declaration.defaultText = defaultText
    self.declaration = declaration
    self.read = read
  }

  func reading(of values: [any Sendable]) -> Reading { read(values) }
}

/// The typed form of a value that this parameter's own format made.
///
/// A mismatch means that two parameters of one command share a name, which is a mistake in the
/// program; `CommandTree.problems` finds it in a test.
func typed<Value>(_ value: any Sendable, as type: Value.Type = Value.self) -> Value {
  guard let value = value as? Value else {
    preconditionFailure("A parameter of type \(Value.self) was declared with another type.")
  }
  return value
}
