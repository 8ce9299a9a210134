extension CommandTree {
  /// The manual page of the whole tool, as the `man` macros of roff want it.
  func manualPage(version: String) -> String {
    let title = name.uppercased()
    var page = Roff()
    page.request("TH", title, "1", "", "\(name) \(version)", "User Commands")
    // Words stay whole and lines ragged: a command or an option may be copied from the page.
    page.source += ".nh\n.ad l\n"
    page.request("SH", "NAME")
    page.text("\(name) - \(root.summary)")
    page.request("SH", "SYNOPSIS")
    page.text(usageLine(for: []), font: "B")
    page.request("SH", "DESCRIPTION")
    page.paragraphs(root.discussion)
    page.request("SH", "GLOBAL OPTIONS")
    page.definitions(globalDeclarations.map { (term(for: $0), $0.explanation) })
    page.request("SH", "COMMANDS")
    for path in listedPaths {
      guard let command = command(at: path), !command.isGroup else { continue }
      page.request("SS", usageLine(for: path))
      page.paragraphs(command.summary + "\n\n" + command.discussion)
      page.definitions(command.arguments.map { ($0.name, $0.explanation) })
      page.definitions(command.options.map { ($0.labelWithPlaceholder, $0.explanation) })
    }
    return page.source
  }
}

/// Text in the language of roff, a request or a line of text a line.
private struct Roff {
  /// Where a text stands: the arguments of a request have quotes around them.
  private enum Place { case line, argument }

  var source = ""

  /// A request, whose arguments may hold spaces.
  mutating func request(_ name: String, _ arguments: String...) {
    source += ".\(name)"
    for argument in arguments { source += " \"\(Self.escaped(argument, in: .argument))\"" }
    source += "\n"
  }

  /// A line that is filled with its neighbours.
  mutating func text(_ line: String) {
    // A line that begins with one of these would be a request.
    let guardMark = line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : ""
    source += guardMark + Self.escaped(line) + "\n"
  }

  /// A line in another font.
  mutating func text(_ line: String, font: String) { request(font, line) }

  /// Paragraphs as a command's discussion has them: lines that begin with a space stay as they are.
  mutating func paragraphs(_ text: String) {
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(" ") != isExample, !line.isEmpty {
        isExample.toggle()
        request(isExample ? "EX" : "EE")
      }
      if !line.isEmpty {
        self.text(String(line))
      } else if !isExample {
        request("PP")
      }
    }
    if isExample { request("EE") }
  }

  /// Terms, each with its meaning indented below.
  mutating func definitions(_ rows: [(term: String, meaning: String)]) {
    for (term, meaning) in rows {
      request("TP")
      text(term, font: "B")
      text(meaning)
    }
  }

  /// The text with what roff would obey, or print as another character, spelled out.
  private static func escaped(_ text: String, in place: Place = .line) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "'": escaped += "\\(aq"
      case "`": escaped += "\\(ga"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      case "\"" where place == .argument: escaped += "\\(dq"
      case _ where !scalar.isASCII: escaped += "\\[u\(Self.hexadecimal(scalar))]"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Four digits at least, as roff wants them.
  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
