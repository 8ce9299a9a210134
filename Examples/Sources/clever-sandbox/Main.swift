import CleverSandbox
import Foundation

@main
enum Main {
  static func main() async {
    do {
      let options = try Arguments(CommandLine.arguments.dropFirst()).options
      try await SandboxServer(options).runService { announcement in
        FileHandle.standardOutput.write(Data((announcement.json.text + "\n").utf8))
      }
    } catch let error as SandboxError {
      stop(error.description, status: 64)
    } catch {
      stop("The sandbox cannot serve. \(error) Is the port in use?", status: 1)
    }
  }

  private static func stop(_ text: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("clever-sandbox: \(text)\n".utf8))
    exit(status)
  }
}
