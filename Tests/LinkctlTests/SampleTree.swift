@testable import linkctl

/// A small tool that has one of everything a command can declare.
enum SampleTree {
  enum Role: String, CaseIterable, Sendable { case student, teacher, staff }

  static let store = Option<String>(
    "store", value: "URL", "The store to work on.",
    as: .custom(expecting: "scheme:location") { $0.contains(":") ? $0 : nil }.withheld)
  static let format = Option<OutputFormat>("format", value: "FORMAT", "How to print.", as: .cases)
    .withDefault(.text)
  static let quiet = Flag("quiet", "Show no progress.")

  static let key = Argument<String>("KEY", "The identity, as provider:subject.")
  static let account = Option<String>("to", value: "ID", "The account.").required()
  static let role = Option<Role>("role", value: "ROLE", "Only people of this role.", as: .cases)
    .repeated()
  static let limit = Option<Int>("limit", value: "N", "How many at most.").withDefault(25)
  static let dryRun = Flag("dry-run", "Show what would change and change nothing.")
  static let kind = Argument<String>("KIND", "What to count.", as: .oneOf(["accounts", "links"]))
    .optional()
  static let files = Argument<String>("FILE", "The files to read.").rest(atLeastOne: true)
  static let layout = Option<String>(
    "format", value: "LAYOUT", "The files' layout.", as: .oneOf(["clever-csv", "oneroster"])
  ).hidingShared()
  static let words = Argument<String>("WORD", "The words before the cursor.").rest()

  static let add = Command<Void>(
    "add", "Attach an identity to an account.",
    discussion: """
      An identity belongs to one account at most. Attaching one that is attached elsewhere fails; \
      move it instead.

      Examples:
        linkctl link add clever:5f --to 41
      """,
    parameters: [key, account, dryRun]
  ) { arguments, _ in arguments[dryRun] ? .problemsFound : .done }

  static let list = Command<Void>("list", "List links.", parameters: [role, limit, kind]) { _, _ in
    .done
  }

  static let remove = Command<Void>("remove", "Detach an identity.", synonyms: ["delete"]) { _, _ in
    .done
  }

  static let tree = CommandTree<Void>(
    "linkctl", "Links identities to accounts.", globalParameters: [store, format, quiet],
    commands: [
      Command("import", "Bring a roster in.", heading: "Rosters", parameters: [files]) { _, _ in
        .done
      },
      Command("link", "Work with links.", heading: "People", subcommands: [add, list, remove]),
      Command(
        "sample", "Write a district to try things on.", heading: "Rosters", parameters: [layout]
      ) {
        _, _ in .done
      },
      Command("version", "Print the version.") { _, _ in .done },
      Command("__complete", "Complete.", visibility: .hidden, parameters: [words]) { _, _ in .done
      },
    ])

  /// Splits a line at its spaces.
  static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  /// The invocation a line asks for.
  static func invocation(_ line: String) throws -> Invocation<Void> {
    guard case .run(let invocation) = try tree.parse(words(line)) else { throw NoInvocation() }
    return invocation
  }

  /// The mistake in a line.
  static func mistake(in line: String) throws -> UsageError {
    do {
      _ = try tree.parse(words(line))
    } catch {
      return error
    }
    throw NoMistake()
  }

  struct NoInvocation: Error {}
  struct NoMistake: Error {}
}

extension ValueFormat where Value == String {
  /// One of a list of words.
  fileprivate static func oneOf(_ words: [String]) -> ValueFormat {
    custom(expecting: words.listed(by: "or"), candidates: words) { word in
      words.contains(word) ? word : nil
    }
  }
}
