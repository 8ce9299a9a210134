import FoundationEssentials

extension CleverEndpoint {
  /// Reads a whole answer that reports no error. `take` makes of its fields what it needs.
  func read<Value>(
    _ body: [UInt8], _ take: @escaping (RecordFields) throws -> Value
  ) throws(CleverRecordFault) -> Value {
    do throws(FieldFault) {
      return try RecordFields.read(body) { fields in
        if let error = fields.text("error") { throw FieldFault(.error(CleverErrorWord(error))) }
        // The Data API's own errors are a message, and no data.
        if fields.text("message") != nil, !fields.names.contains("data") {
          throw FieldFault(.error(nil))
        }
        return try take(fields)
      }
    } catch {
      throw CleverRecordFault(error.kind, in: self, field: error.field)
    }
  }
}

extension RecordFields {
  /// Reads a whole text that is an object of JSON.
  ///
  /// It must be UTF-8 without a mark before it. The decoder would take more than that, which no
  /// other program need read in the same way.
  static func read<Value>(
    _ body: [UInt8], _ take: @escaping (RecordFields) throws -> Value
  ) throws(FieldFault) -> Value {
    guard body.first(where: { !isBlankInJSON($0) }) == 0x7B, !body.contains(0),
      String(validating: body, as: UTF8.self) != nil
    else { throw FieldFault(.notJSON) }
    do {
      let answer = try JSONDecoder().decode(
        Taken<Value>.self, from: Data(body), configuration: take)
      return answer.value
    } catch let fault as FieldFault {
      throw fault
    } catch {
      throw FieldFault(.notJSON)
    }
  }
}

private struct Taken<Value>: DecodableWithConfiguration {
  let value: Value

  init(from decoder: any Decoder, configuration take: (RecordFields) throws -> Value) throws {
    value = try take(RecordFields(decoder))
  }
}

private func isBlankInJSON(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}
