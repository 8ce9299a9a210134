import FoundationEssentials

/// The text of a record's value.
package func recordText(_ value: some Encodable) throws(ProvisioningError) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  } catch {
    throw ProvisioningError(.invalid, "A record cannot be written.", detail: "\(error)")
  }
}

/// The value in a record's text.
package func recordValue<Value: Decodable>(
  _ type: Value.Type, in record: Record
) throws(ProvisioningError) -> Value {
  do {
    return try JSONDecoder().decode(type, from: Data(record.value.utf8))
  } catch {
    throw ProvisioningError(
      .corrupt, "A \(record.key.kind.rawValue) record cannot be read.",
      remedy: "Run 'linkctl store verify'.", detail: "\(error)")
  }
}
