// Reading, writing, resampling and drawing.
#include "shim.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cstring>

using namespace shim;

namespace {
std::vector<int> parameters(const int* values, int count) { return std::vector<int>(values, values + count); }
}  // namespace

SHIM_EXPORT int cvshim_imread(const char* path, int flags, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(cv::imread(path, flags)); });
}
SHIM_EXPORT int cvshim_imdecode(const unsigned char* bytes, int count, int flags, cv::Mat** out) {
  return guard([&] {
    const cv::Mat buffer(1, count, CV_8UC1, const_cast<unsigned char*>(bytes));
    *out = new cv::Mat(cv::imdecode(buffer, flags));
  });
}
SHIM_EXPORT int cvshim_imwrite(const char* path, const cv::Mat* mat, const int* values, int count, int* written) {
  return guard([&] { *written = cv::imwrite(path, *mat, parameters(values, count)); });
}
// The bytes are freed with cvshim_bytes_free.
SHIM_EXPORT int cvshim_imencode(const char* extension, const cv::Mat* mat, const int* values, int count, std::vector<unsigned char>** out, unsigned char** bytes, int64_t* size, int* encoded) {
  return guard([&] {
    auto buffer = std::make_unique<std::vector<unsigned char>>();
    *encoded = cv::imencode(extension, *mat, *buffer, parameters(values, count));
    *bytes = buffer->data();
    *size = static_cast<int64_t>(buffer->size());
    *out = buffer.release();
  });
}
SHIM_EXPORT void cvshim_bytes_free(std::vector<unsigned char>* bytes) { delete bytes; }

SHIM_EXPORT int cvshim_resize(const cv::Mat* source, cv::Mat* target, Size size, double fx, double fy, int interpolation) {
  return guard([&] { cv::resize(*source, *target, of(size), fx, fy, interpolation); });
}
SHIM_EXPORT int cvshim_warp_affine(const cv::Mat* source, cv::Mat* target, const cv::Mat* matrix, Size size, int flags, int border, Scalar value) {
  return guard([&] { cv::warpAffine(*source, *target, *matrix, of(size), flags, border, of(value)); });
}
SHIM_EXPORT int cvshim_warp_perspective(const cv::Mat* source, cv::Mat* target, const cv::Mat* matrix, Size size, int flags, int border, Scalar value) {
  return guard([&] { cv::warpPerspective(*source, *target, *matrix, of(size), flags, border, of(value)); });
}
SHIM_EXPORT int cvshim_rotation_matrix(float x, float y, double angle, double scale, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(cv::getRotationMatrix2D({x, y}, angle, scale)); });
}
SHIM_EXPORT int cvshim_affine_transform(const cv::Point2f* from, const cv::Point2f* to, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(cv::getAffineTransform(from, to)); });
}
SHIM_EXPORT int cvshim_perspective_transform(const cv::Point2f* from, const cv::Point2f* to, cv::Mat** out) {
  return guard([&] { *out = new cv::Mat(cv::getPerspectiveTransform(from, to)); });
}
SHIM_EXPORT int cvshim_cvt_color(const cv::Mat* source, cv::Mat* target, int code, int channels) {
  return guard([&] { cv::cvtColor(*source, *target, code, channels); });
}
SHIM_EXPORT int cvshim_gaussian_blur(const cv::Mat* source, cv::Mat* target, Size size, double sigma_x, double sigma_y, int border) {
  return guard([&] { cv::GaussianBlur(*source, *target, of(size), sigma_x, sigma_y, border); });
}
SHIM_EXPORT int cvshim_blur(const cv::Mat* source, cv::Mat* target, Size size, Point anchor, int border) {
  return guard([&] { cv::blur(*source, *target, of(size), of(anchor), border); });
}
SHIM_EXPORT int cvshim_median_blur(const cv::Mat* source, cv::Mat* target, int size) {
  return guard([&] { cv::medianBlur(*source, *target, size); });
}
SHIM_EXPORT int cvshim_equalize_hist(const cv::Mat* source, cv::Mat* target) {
  return guard([&] { cv::equalizeHist(*source, *target); });
}

SHIM_EXPORT int cvshim_rectangle(cv::Mat* image, Rect box, Scalar color, int thickness, int line, int shift) {
  return guard([&] { cv::rectangle(*image, of(box), of(color), thickness, line, shift); });
}
SHIM_EXPORT int cvshim_rectangle_corners(cv::Mat* image, Point a, Point b, Scalar color, int thickness, int line, int shift) {
  return guard([&] { cv::rectangle(*image, of(a), of(b), of(color), thickness, line, shift); });
}
SHIM_EXPORT int cvshim_line(cv::Mat* image, Point a, Point b, Scalar color, int thickness, int line, int shift) {
  return guard([&] { cv::line(*image, of(a), of(b), of(color), thickness, line, shift); });
}
SHIM_EXPORT int cvshim_circle(cv::Mat* image, Point center, int radius, Scalar color, int thickness, int line, int shift) {
  return guard([&] { cv::circle(*image, of(center), radius, of(color), thickness, line, shift); });
}
SHIM_EXPORT int cvshim_ellipse(cv::Mat* image, Point center, Size axes, double angle, double start, double end, Scalar color, int thickness, int line, int shift) {
  return guard([&] { cv::ellipse(*image, of(center), of(axes), angle, start, end, of(color), thickness, line, shift); });
}
SHIM_EXPORT int cvshim_fill_convex_poly(cv::Mat* image, const cv::Point* points, int count, Scalar color, int line, int shift) {
  return guard([&] { cv::fillConvexPoly(*image, points, count, of(color), line, shift); });
}
SHIM_EXPORT int cvshim_fill_poly(cv::Mat* image, const cv::Point** contours, const int* counts, int contour_count, Scalar color, int line, int shift, Point offset) {
  return guard([&] { cv::fillPoly(*image, contours, counts, contour_count, of(color), line, shift, of(offset)); });
}
SHIM_EXPORT int cvshim_put_text(cv::Mat* image, const char* text, Point origin, int font, double scale, Scalar color, int thickness, int line, int bottom_left) {
  return guard([&] { cv::putText(*image, text, of(origin), font, scale, of(color), thickness, line, bottom_left); });
}
SHIM_EXPORT int cvshim_get_text_size(const char* text, int font, double scale, int thickness, int* base_line, Size* out) {
  return guard([&] {
    auto size = cv::getTextSize(text, font, scale, thickness, base_line);
    *out = {size.width, size.height};
  });
}
