import Foundation
import Testing

/// Samples of Clever's answers and Swagger files that are no part of the package: the folder is named by
/// `PROVISIONING_SAMPLES`.
enum Samples {
  static let folder = ProcessInfo.processInfo.environment["PROVISIONING_SAMPLES"]

  static let areThere = ConditionTrait.enabled(
    "needs the sample files: PROVISIONING_SAMPLES names no folder"
  ) { folder.map { FileManager.default.fileExists(atPath: $0) } ?? false }

  static func data(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: try #require(folder) + "/" + path))
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try data(path), as: UTF8.self)
  }

  /// The answer of a recorded exchange.
  static func recorded(_ name: String) throws -> Recording {
    let data = try data("clever-exchanges-v3.0/\(name).json")
    let exchange = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let answer = try #require(exchange["response"] as? [String: Any])
    return Recording(
      status: try #require(answer["status"] as? Int),
      headers: try #require(answer["headers"] as? [String: String]),
      json: answer["json"] ?? [:], text: answer["text"] as? String)
  }
}

struct Recording {
  let status: Int
  let headers: [String: String]
  let json: Any
  let text: String?
}

/// The paths of a document's keys, each with the type of what is there: `data.name.first: string`.
func shape(of json: Any, at path: String = "") -> Set<String> {
  switch json {
  case let object as [String: Any]:
    // A district puts into `ext` what it likes.
    if path.hasSuffix("ext") { return ["\(path): object"] }
    return object.reduce(into: ["\(path): object"]) { paths, member in
      paths.formUnion(
        shape(of: member.value, at: path.isEmpty ? member.key : "\(path).\(member.key)"))
    }
  case let array as [Any]:
    return array.reduce(into: ["\(path): array"]) { $0.formUnion(shape(of: $1, at: path + "[]")) }
  case is String: return ["\(path): string"]
  case is NSNull: return ["\(path): null"]
  case let number as NSNumber:
    return ["\(path): \(String(cString: number.objCType) == "c" ? "bool" : "number")"]
  default: return ["\(path): unknown"]
  }
}
