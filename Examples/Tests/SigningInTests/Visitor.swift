import Provisioning
import SandboxTesting

/// A person with a browser, and the key that the app keeps in it.
struct Visitor {
  let browser: Browser
  var key: BrowserKey?
}
