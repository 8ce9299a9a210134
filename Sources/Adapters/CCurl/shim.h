#include <curl/curl.h>
#include <stdint.h>

#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87 or later is needed, for CURLOPT_QUICK_EXIT and CURLOPT_PROTOCOLS_STR"
#endif

// Swift imports no variadic functions: one typed function for each kind of argument.
static inline CURLcode provisioning_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode provisioning_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode provisioning_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*provisioning_curl_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline void provisioning_curl_set_receivers(
    CURL *handle, provisioning_curl_receiver header, provisioning_curl_receiver body, void *context) {
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}
static inline void provisioning_curl_set_number(CURL *handle, intptr_t number) {
  curl_easy_setopt(handle, CURLOPT_PRIVATE, (void *)number);
}
static inline intptr_t provisioning_curl_number(CURL *handle) {
  char *number = 0;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &number);
  return (intptr_t)number;
}
static inline CURLMcode provisioning_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}
static inline const char *provisioning_curl_authorities_file(void) {
  return curl_version_info(CURLVERSION_NOW)->cainfo;
}
static inline const char *provisioning_curl_version(void) {
  return curl_version_info(CURLVERSION_NOW)->version;
}
