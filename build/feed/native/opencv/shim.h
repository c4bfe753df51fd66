#pragma once

#include <opencv2/core.hpp>

#include <string>

#define SHIM_EXPORT extern "C" __attribute__((visibility("default")))

namespace shim {

std::string& last_error();

// Zero when all went well; otherwise OpenCV's status, and its message in cvshim_error.
template <typename Body>
int guard(Body&& body) noexcept {
  try {
    body();
    return 0;
  } catch (const cv::Exception& error) {
    last_error() = error.what();
    return error.code != 0 ? error.code : -1;
  } catch (const std::exception& error) {
    last_error() = error.what();
    return -1;
  } catch (...) {
    last_error() = "unknown native error";
    return -1;
  }
}

// Blittable twins of the managed structures.
struct Size { int width, height; };
struct Point { int x, y; };
struct Rect { int x, y, width, height; };
struct Scalar { double v[4]; };

inline cv::Size of(Size s) { return {s.width, s.height}; }
inline cv::Point of(Point p) { return {p.x, p.y}; }
inline cv::Rect of(Rect r) { return {r.x, r.y, r.width, r.height}; }
inline cv::Scalar of(Scalar s) { return {s.v[0], s.v[1], s.v[2], s.v[3]}; }

inline const cv::Mat& optional(const cv::Mat* m) {
  static const cv::Mat none;
  return m ? *m : none;
}

}  // namespace shim
