#include <curl/curl.h>

// Swift imports no variadic functions: one typed function for each kind of argument.
static inline CURLcode provisioning_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode provisioning_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline const char *provisioning_curl_version(void) {
  return curl_version_info(CURLVERSION_NOW)->version;
}
