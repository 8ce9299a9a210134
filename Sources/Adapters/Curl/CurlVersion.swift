import CCurl

/// The version of libcurl that this process runs with, such as `7.88.1`.
public var curlVersion: String { String(cString: provisioning_curl_version()) }
