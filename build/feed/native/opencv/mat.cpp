// cv::Mat for the OpenCvSharp4 subset in build/feed/OpenCvSharp4: a handle is a cv::Mat*.
#include "shim.h"

#include <opencv2/core/utility.hpp>

using namespace shim;

namespace shim {
std::string& last_error() {
  static thread_local std::string message;
  return message;
}
}  // namespace shim

namespace {
// Errors are reported once, by the managed exception, not on stderr as well.
int quiet(int, const char*, const char*, const char*, int, void*) { return 0; }
const auto silence = (cv::redirectError(quiet), 0);
}  // namespace

SHIM_EXPORT const char* cvshim_error() { return last_error().c_str(); }
SHIM_EXPORT const char* cvshim_version() { return CV_VERSION; }
SHIM_EXPORT void cvshim_set_num_threads(int count) { cv::setNumThreads(count); }
SHIM_EXPORT int cvshim_get_num_threads() { return cv::getNumThreads(); }

SHIM_EXPORT int cvshim_mat_new(cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(); });
}
SHIM_EXPORT int cvshim_mat_new_sized(int rows, int cols, int type, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(rows, cols, type); });
}
SHIM_EXPORT int cvshim_mat_new_filled(int rows, int cols, int type, Scalar value, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(rows, cols, type, of(value)); });
}
SHIM_EXPORT int cvshim_mat_new_over(int rows, int cols, int type, void* data, size_t step, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(rows, cols, type, data, step); });
}
SHIM_EXPORT int cvshim_mat_new_part(const cv::Mat* mat, Rect part, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(*mat, of(part)); });
}
SHIM_EXPORT void cvshim_mat_delete(cv::Mat* mat) { delete mat; }

SHIM_EXPORT int cvshim_mat_create(cv::Mat* mat, int rows, int cols, int type) {
  return guard([&] { mat->create(rows, cols, type); });
}
SHIM_EXPORT int cvshim_mat_clone(const cv::Mat* mat, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(mat->clone()); });
}
SHIM_EXPORT int cvshim_mat_copy_to(const cv::Mat* mat, cv::Mat* target, const cv::Mat* mask) {
  return guard([&] { mask ? mat->copyTo(*target, *mask) : mat->copyTo(*target); });
}
SHIM_EXPORT int cvshim_mat_convert_to(const cv::Mat* mat, cv::Mat* target, int type, double alpha, double beta) {
  return guard([&] { mat->convertTo(*target, type, alpha, beta); });
}
SHIM_EXPORT int cvshim_mat_set_to(cv::Mat* mat, Scalar value, const cv::Mat* mask) {
  return guard([&] { mat->setTo(of(value), optional(mask)); });
}
SHIM_EXPORT int cvshim_mat_reshape(const cv::Mat* mat, int channels, int rows, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(mat->reshape(channels, rows)); });
}

SHIM_EXPORT int cvshim_mat_rows(const cv::Mat* mat) { return mat->rows; }
SHIM_EXPORT int cvshim_mat_cols(const cv::Mat* mat) { return mat->cols; }
SHIM_EXPORT int cvshim_mat_dims(const cv::Mat* mat) { return mat->dims; }
SHIM_EXPORT int cvshim_mat_type(const cv::Mat* mat) { return mat->type(); }
SHIM_EXPORT int64_t cvshim_mat_step(const cv::Mat* mat) { return static_cast<int64_t>(mat->step.p[0]); }
SHIM_EXPORT int64_t cvshim_mat_elem_size(const cv::Mat* mat) { return static_cast<int64_t>(mat->elemSize()); }
SHIM_EXPORT int64_t cvshim_mat_elem_size1(const cv::Mat* mat) { return static_cast<int64_t>(mat->elemSize1()); }
SHIM_EXPORT int64_t cvshim_mat_total(const cv::Mat* mat) { return static_cast<int64_t>(mat->total()); }
SHIM_EXPORT int cvshim_mat_is_continuous(const cv::Mat* mat) { return mat->isContinuous(); }
SHIM_EXPORT int cvshim_mat_is_submatrix(const cv::Mat* mat) { return mat->isSubmatrix(); }
SHIM_EXPORT int cvshim_mat_empty(const cv::Mat* mat) { return mat->empty(); }
SHIM_EXPORT unsigned char* cvshim_mat_data(const cv::Mat* mat) { return mat->data; }

SHIM_EXPORT int cvshim_split(const cv::Mat* mat, cv::Mat** planes) {
  return guard([&] {
    std::vector<cv::Mat> parts;
    cv::split(*mat, parts);
    for (size_t i = 0; i < parts.size(); i++) planes[i] = new cv::Mat(parts[i]);
  });
}
SHIM_EXPORT int cvshim_merge(cv::Mat* const* planes, int count, cv::Mat* target) {
  return guard([&] {
    std::vector<cv::Mat> parts;
    for (int i = 0; i < count; i++) parts.push_back(*planes[i]);
    cv::merge(parts, *target);
  });
}
SHIM_EXPORT int cvshim_lut(const cv::Mat* source, const cv::Mat* table, cv::Mat* target) {
  return guard([&] { cv::LUT(*source, *table, *target); });
}
SHIM_EXPORT int cvshim_flip(const cv::Mat* source, cv::Mat* target, int code) {
  return guard([&] { cv::flip(*source, *target, code); });
}
SHIM_EXPORT int cvshim_rotate(const cv::Mat* source, cv::Mat* target, int code) {
  return guard([&] { cv::rotate(*source, *target, code); });
}
SHIM_EXPORT int cvshim_transpose(const cv::Mat* source, cv::Mat* target) {
  return guard([&] { cv::transpose(*source, *target); });
}
SHIM_EXPORT int cvshim_copy_make_border(const cv::Mat* source, cv::Mat* target, int top, int bottom, int left, int right, int type, Scalar value) {
  return guard([&] { cv::copyMakeBorder(*source, *target, top, bottom, left, right, type, of(value)); });
}
SHIM_EXPORT int cvshim_add_weighted(const cv::Mat* a, double alpha, const cv::Mat* b, double beta, double gamma, cv::Mat* target, int type) {
  return guard([&] { cv::addWeighted(*a, alpha, *b, beta, gamma, *target, type); });
}
SHIM_EXPORT int cvshim_absdiff(const cv::Mat* a, const cv::Mat* b, cv::Mat* target) {
  return guard([&] { cv::absdiff(*a, *b, *target); });
}
SHIM_EXPORT int cvshim_add(const cv::Mat* a, const cv::Mat* b, cv::Mat* target, const cv::Mat* mask, int type) {
  return guard([&] { cv::add(*a, *b, *target, optional(mask), type); });
}
SHIM_EXPORT int cvshim_bitwise_not(const cv::Mat* source, cv::Mat* target, const cv::Mat* mask) {
  return guard([&] { cv::bitwise_not(*source, *target, optional(mask)); });
}
SHIM_EXPORT int cvshim_mean(const cv::Mat* source, const cv::Mat* mask, Scalar* out) {
  return guard([&] {
    auto mean = cv::mean(*source, optional(mask));
    for (int i = 0; i < 4; i++) out->v[i] = mean[i];
  });
}
SHIM_EXPORT int cvshim_randn(cv::Mat* target, Scalar mean, Scalar deviation) {
  return guard([&] { cv::randn(*target, of(mean), of(deviation)); });
}
SHIM_EXPORT int cvshim_randu(cv::Mat* target, Scalar low, Scalar high) {
  return guard([&] { cv::randu(*target, of(low), of(high)); });
}
