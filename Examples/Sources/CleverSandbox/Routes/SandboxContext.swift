import Hummingbird
import NIOCore

/// What handlers know beside the request.
struct SandboxContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// Whose token a request to the Data API carries.
  var bearer: Bearer?
  /// What is to go wrong with the page of a list.
  var pageFault: Fault?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// Forms and JSON are small.
  var maxUploadSize: Int { 64 * 1024 }
}
