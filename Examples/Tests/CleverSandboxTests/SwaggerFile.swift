/// The definitions of a Swagger file of Clever's: as much of YAML as those files use.
struct SwaggerFile {
  struct Property {
    var isNullable = false
    /// The definition that it is one of.
    var reference: String?
  }

  /// The properties of each definition.
  private(set) var definitions: [String: [String: Property]] = [:]

  init(_ text: String) {
    var (section, definition, part, property) = ("", "", "", "")
    for line in text.split(separator: "\n") {
      let depth = line.prefix { $0 == " " }.count
      let words = line.dropFirst(depth).split(separator: ":", maxSplits: 1)
      guard let key = words.first.map(String.init) else { continue }
      switch depth {
      case 0: section = key
      case 2: definition = key
      case 4: part = key
      case 6: property = key
      default: break
      }
      guard section == "definitions", part == "properties", depth >= 6 else { continue }
      if depth == 6 { definitions[definition, default: [:]][property] = Property() }
      guard depth == 8, words.count == 2 else { continue }
      switch key {
      case "x-nullable": definitions[definition]?[property]?.isNullable = words[1] == " true"
      case "$ref":
        definitions[definition]?[property]?.reference = words[1].split { "/'".contains($0) }
          .last.map(String.init)
      default: break
      }
    }
  }

  /// What is wrong with an object as one of a definition: properties that must be there and are not, and
  /// those that are and were not declared.
  func faults(of object: [String: Any], as definition: String) -> Set<String> {
    let properties = definitions[definition] ?? [:]
    let missing = properties.filter { !$0.value.isNullable && object[$0.key] == nil }.keys
    let unknown = object.keys.filter { properties[$0] == nil }
    let inner = object.flatMap { name, value -> Set<String> in
      guard let reference = properties[name]?.reference, let object = value as? [String: Any]
      else { return [] }
      return faults(of: object, as: reference)
    }
    return Set(missing.map { "\(definition) lacks \($0)" })
      .union(unknown.map { "\(definition) does not know \($0)" }).union(inner)
  }
}
