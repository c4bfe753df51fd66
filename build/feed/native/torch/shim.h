#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#define SHIM_EXPORT extern "C" __attribute__((visibility("default")))

namespace shim {

// Must agree with ArgumentTag in TorchSharp/Interop/Argument.cs.
enum class Tag : int32_t {
  Default = 0, None = 1, Tensor = 2, Int = 3, Double = 4, Bool = 5, IntList = 6, DoubleList = 7,
  TensorList = 8, String = 9, Device = 10, Generator = 11
};

struct Value {
  Tag tag;
  int32_t count;
  union { int64_t integer; double real; void* pointer; };
};
static_assert(sizeof(Value) == 16, "crosses P/Invoke");

using TensorPointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

inline at::Tensor borrow(void* handle) {
  return handle ? at::Tensor(TensorPointer::reclaim_copy(static_cast<c10::TensorImpl*>(handle))) : at::Tensor();
}

// An undefined tensor becomes a null handle.
inline void* release(at::Tensor&& tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

inline c10::TensorImpl* impl(void* handle) { return static_cast<c10::TensorImpl*>(handle); }

std::string& last_error();

template <typename Result, typename Body>
Result guard(Result failed, Body&& body) noexcept {
  try {
    return body();
  } catch (const c10::Error& error) {
    last_error() = error.what_without_backtrace();
  } catch (const std::exception& error) {
    last_error() = error.what();
  } catch (...) {
    last_error() = "unknown native error";
  }
  return failed;
}

}  // namespace shim
