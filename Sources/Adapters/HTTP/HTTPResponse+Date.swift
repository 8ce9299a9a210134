extension HTTPResponse {
  /// When the answer was made by the other side's clock, in Unix seconds; `nil` if it does not tell.
  public var date: Int? { self["Date"].flatMap { unixSeconds(httpDate: $0) } }
}
