import Provisioning
import Testing

@testable import ProvisioningFlatFiles

/// Expects `body` to throw an error with one of the codes, and returns it.
@discardableResult
func expectError<Answer>(
  _ codes: ProvisioningError.Code..., at location: SourceLocation = #_sourceLocation,
  _ body: () async throws -> Answer
) async -> ProvisioningError? {
  do {
    _ = try await body()
    Issue.record("should be refused as \(codes)", sourceLocation: location)
    return nil
  } catch {
    let error = error as? ProvisioningError
    #expect(error.map { codes.contains($0.code) } == true, "\(error)", sourceLocation: location)
    return error
  }
}

/// A line with a checksum that fits.
func sealed(_ object: String) -> [UInt8] { CheckedLine.seal(Array(object.utf8)).line }
