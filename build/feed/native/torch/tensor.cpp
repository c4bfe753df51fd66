// What a tensor says about itself, its memory, and the library's global state.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/autocast_mode.h>
#include <torch/csrc/api/include/torch/version.h>

using namespace shim;

namespace shim {
std::string& last_error() {
  static thread_local std::string message;
  return message;
}
}  // namespace shim

SHIM_EXPORT const char* shim_error() { return last_error().c_str(); }
SHIM_EXPORT const char* shim_torch_version() { return TORCH_VERSION; }

SHIM_EXPORT void shim_tensor_release(void* handle) {
  if (handle) c10::raw::intrusive_ptr::decref(impl(handle));
}
SHIM_EXPORT void* shim_tensor_retain(void* handle) {
  c10::raw::intrusive_ptr::incref(impl(handle));
  return handle;
}
SHIM_EXPORT int64_t shim_tensor_use_count(void* handle) { return c10::raw::intrusive_ptr::use_count(impl(handle)); }

SHIM_EXPORT int64_t shim_tensor_dim(void* handle) { return impl(handle)->dim(); }
SHIM_EXPORT int64_t shim_tensor_numel(void* handle) { return impl(handle)->numel(); }
SHIM_EXPORT int64_t shim_tensor_element_size(void* handle) { return impl(handle)->dtype().itemsize(); }
SHIM_EXPORT int64_t shim_tensor_storage_offset(void* handle) { return impl(handle)->storage_offset(); }
SHIM_EXPORT int32_t shim_tensor_dtype(void* handle) {
  return static_cast<int32_t>(c10::typeMetaToScalarType(impl(handle)->dtype()));
}
SHIM_EXPORT void shim_tensor_sizes(void* handle, int64_t* out) {
  auto sizes = impl(handle)->sizes();
  std::copy(sizes.begin(), sizes.end(), out);
}
SHIM_EXPORT void shim_tensor_strides(void* handle, int64_t* out) {
  auto strides = impl(handle)->strides();
  std::copy(strides.begin(), strides.end(), out);
}
SHIM_EXPORT int32_t shim_tensor_device_type(void* handle) { return static_cast<int32_t>(impl(handle)->device().type()); }
SHIM_EXPORT int32_t shim_tensor_device_index(void* handle) { return impl(handle)->device().index(); }
SHIM_EXPORT int32_t shim_tensor_is_contiguous(void* handle, int32_t memory_format) {
  return impl(handle)->is_contiguous(static_cast<c10::MemoryFormat>(memory_format));
}
SHIM_EXPORT void* shim_tensor_data(void* handle) {
  return guard<void*>(nullptr, [&] { return borrow(handle).data_ptr(); });
}

SHIM_EXPORT int32_t shim_cuda_available() {
  return guard<int32_t>(0, [] { return at::globalContext().hasCUDA() ? 1 : 0; });
}
SHIM_EXPORT int32_t shim_cuda_device_count() {
  return guard<int32_t>(0, [] { return static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs()); });
}

SHIM_EXPORT void shim_manual_seed(int64_t seed) {
  guard<int>(0, [&] { at::manual_seed(static_cast<uint64_t>(seed)); return 0; });
}
SHIM_EXPORT int32_t shim_set_num_threads(int32_t count) {
  return guard<int32_t>(-1, [&] { at::set_num_threads(count); return 0; });
}
SHIM_EXPORT int32_t shim_get_num_threads() { return at::get_num_threads(); }
SHIM_EXPORT int32_t shim_set_num_interop_threads(int32_t count) {
  return guard<int32_t>(-1, [&] { at::set_num_interop_threads(count); return 0; });
}
SHIM_EXPORT int32_t shim_get_num_interop_threads() { return static_cast<int32_t>(at::get_num_interop_threads()); }
SHIM_EXPORT void shim_set_deterministic(int32_t on, int32_t warn_only) { at::globalContext().setDeterministicAlgorithms(on, warn_only); }
SHIM_EXPORT int32_t shim_is_deterministic() { return at::globalContext().deterministicAlgorithms(); }

SHIM_EXPORT void* shim_generator_new(uint64_t seed) {
  return guard<void*>(nullptr, [&] { return static_cast<void*>(new at::Generator(at::detail::createCPUGenerator(seed))); });
}
SHIM_EXPORT void* shim_generator_default() {
  return guard<void*>(nullptr, [] { return static_cast<void*>(new at::Generator(at::detail::getDefaultCPUGenerator())); });
}
SHIM_EXPORT void shim_generator_delete(void* generator) { delete static_cast<at::Generator*>(generator); }
SHIM_EXPORT void shim_generator_seed(void* generator, uint64_t seed) {
  auto& g = *static_cast<at::Generator*>(generator);
  std::lock_guard<std::mutex> lock(g.mutex());
  g.set_current_seed(seed);
}
SHIM_EXPORT uint64_t shim_generator_initial_seed(void* generator) { return static_cast<at::Generator*>(generator)->current_seed(); }
SHIM_EXPORT void* shim_generator_get_state(void* generator) {
  return guard<void*>(nullptr, [&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    return release(g.get_state());
  });
}
SHIM_EXPORT int32_t shim_generator_set_state(void* generator, void* state) {
  return guard<int32_t>(-1, [&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_state(borrow(state));
    return 0;
  });
}
