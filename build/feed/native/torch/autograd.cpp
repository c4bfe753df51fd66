// Gradients: modes, backward, and autograd functions whose forward and backward are managed code.
#include "shim.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <vector>

using namespace shim;
namespace ag = torch::autograd;

namespace {

// The same wording whichever pointer array is given.
std::vector<at::Tensor> borrow_all(void* const* handles, int32_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int32_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

// Gradients cross as owned handles (null for none). Returns a negative number when the managed side threw.
using BackwardCallback = int32_t (*)(void* context, void* const* gradients, int32_t count, void** results, int32_t capacity);
using ReleaseCallback = void (*)(void* context);

struct ManagedNode final : ag::Node {
  BackwardCallback backward;
  ReleaseCallback release_context;
  void* context = nullptr;
  std::string label;
  std::vector<bool> is_variable_input;
  std::vector<ag::SavedVariable> saved;
  std::vector<ag::VariableInfo> output_info;
  bool released = false;

  ~ManagedNode() override { release_context(context); }

  std::string name() const override { return label; }

  void release_variables() override {
    saved.clear();
    released = true;
  }

  ag::variable_list apply(ag::variable_list&& gradients) override {
    at::OptionalDeviceGuard device_guard;
    std::vector<void*> incoming(gradients.size());
    for (size_t i = 0; i < gradients.size(); i++) {
      at::Tensor gradient = gradients[i];
      if (!gradient.defined() && i < output_info.size()) gradient = output_info[i].zeros(device_guard);
      incoming[i] = release(std::move(gradient));
    }
    const size_t inputs = is_variable_input.size();
    std::vector<void*> outgoing(inputs, nullptr);
    const int32_t returned = backward(context, incoming.data(), static_cast<int32_t>(incoming.size()), outgoing.data(), static_cast<int32_t>(inputs));
    TORCH_CHECK(returned >= 0, last_error());
    ag::variable_list results;
    for (size_t i = 0; i < inputs; i++) {
      at::Tensor gradient;
      if (outgoing[i]) gradient = at::Tensor(TensorPointer::reclaim(impl(outgoing[i])));
      if (is_variable_input[i]) results.push_back(std::move(gradient));
    }
    return results;
  }
};

struct NodeHolder { std::shared_ptr<ManagedNode> node; };

}  // namespace

SHIM_EXPORT int32_t shim_grad_mode() { return c10::GradMode::is_enabled(); }
SHIM_EXPORT void shim_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled); }
SHIM_EXPORT int32_t shim_inference_mode() { return c10::InferenceMode::is_enabled(); }
SHIM_EXPORT void* shim_inference_mode_enter(int32_t enabled) { return new c10::InferenceMode(enabled); }
SHIM_EXPORT void shim_inference_mode_exit(void* guard_object) { delete static_cast<c10::InferenceMode*>(guard_object); }

SHIM_EXPORT int32_t shim_tensor_requires_grad(void* handle) { return borrow(handle).requires_grad(); }
SHIM_EXPORT int32_t shim_tensor_set_requires_grad(void* handle, int32_t value) {
  return guard<int32_t>(-1, [&] { borrow(handle).set_requires_grad(value); return 0; });
}
SHIM_EXPORT int32_t shim_tensor_is_leaf(void* handle) { return borrow(handle).is_leaf(); }
SHIM_EXPORT int32_t shim_tensor_retain_grad(void* handle) {
  return guard<int32_t>(-1, [&] { borrow(handle).retain_grad(); return 0; });
}
SHIM_EXPORT void* shim_tensor_grad(void* handle) {
  return guard<void*>(nullptr, [&] { return release(at::Tensor(borrow(handle).grad())); });
}
SHIM_EXPORT int32_t shim_tensor_set_grad(void* handle, void* gradient) {
  return guard<int32_t>(-1, [&] { borrow(handle).mutable_grad() = borrow(gradient); return 0; });
}
SHIM_EXPORT int64_t shim_tensor_version(void* handle) {
  return guard<int64_t>(-1, [&] { return static_cast<int64_t>(borrow(handle)._version()); });
}

SHIM_EXPORT int32_t shim_backward(void* const* tensors, int32_t count, void* const* gradients, int32_t gradient_count,
                                  int32_t retain_graph, int32_t create_graph, void* const* inputs, int32_t input_count) {
  return guard<int32_t>(-1, [&] {
    ag::backward(borrow_all(tensors, count), borrow_all(gradients, gradient_count), static_cast<bool>(retain_graph),
                 create_graph, borrow_all(inputs, input_count));
    return 0;
  });
}

// `results` has room for one handle per input.
SHIM_EXPORT int32_t shim_grad(void* const* outputs, int32_t output_count, void* const* inputs, int32_t input_count,
                              void* const* gradients, int32_t gradient_count, int32_t retain_graph, int32_t create_graph,
                              int32_t allow_unused, void** results) {
  return guard<int32_t>(-1, [&] {
    auto found = ag::grad(borrow_all(outputs, output_count), borrow_all(inputs, input_count),
                          borrow_all(gradients, gradient_count), static_cast<bool>(retain_graph), create_graph, allow_unused);
    for (size_t i = 0; i < found.size(); i++) results[i] = release(std::move(found[i]));
    return 0;
  });
}

// inputs: one entry per argument of the managed function, null where the argument is not a tensor.
SHIM_EXPORT void* shim_node_new(void* context, const char* label, void* const* inputs, int32_t count,
                                BackwardCallback backward, ReleaseCallback release_context) {
  return guard<void*>(nullptr, [&] {
    auto node = std::shared_ptr<ManagedNode>(new ManagedNode(), ag::deleteNode);
    node->backward = backward;
    node->release_context = release_context;
    node->context = context;
    node->label = label;
    ag::variable_list variables;
    for (int32_t i = 0; i < count; i++) {
      node->is_variable_input.push_back(inputs[i] != nullptr);
      if (inputs[i]) variables.push_back(borrow(inputs[i]));
    }
    const bool executable = c10::GradMode::is_enabled() && ag::any_variable_requires_grad(variables);
    if (executable) node->set_next_edges(ag::collect_next_edges(variables));
    node->clear_input_metadata();
    return static_cast<void*>(new NodeHolder{node});
  });
}

SHIM_EXPORT void shim_node_delete(void* holder) { delete static_cast<NodeHolder*>(holder); }

SHIM_EXPORT void* shim_node_pointer(void* holder) { return static_cast<NodeHolder*>(holder)->node.get(); }

// Connects the outputs to the node. executable = 0 returns them unconnected.
SHIM_EXPORT int32_t shim_node_wrap(void* holder, void* const* inputs, int32_t input_count, void* const* dirty, int32_t dirty_count,
                                   void* const* constant, int32_t constant_count, void* const* outputs, int32_t output_count,
                                   int32_t executable, void** results) {
  return guard<int32_t>(-1, [&] {
    auto& node = static_cast<NodeHolder*>(holder)->node;
    std::unordered_set<at::TensorImpl*> non_differentiable, modified;
    for (int32_t i = 0; i < constant_count; i++) non_differentiable.insert(impl(constant[i]));
    for (int32_t i = 0; i < dirty_count; i++) modified.insert(impl(dirty[i]));
    std::vector<c10::optional<at::Tensor>> raw;
    for (int32_t i = 0; i < output_count; i++) raw.emplace_back(borrow(outputs[i]));
    ag::variable_list variables;
    for (int32_t i = 0; i < input_count; i++)
      if (inputs[i]) variables.push_back(borrow(inputs[i]));
    ag::_jvp_fn_t no_forward_mode = [](ag::variable_list, ag::variable_list) -> ag::variable_list {
      TORCH_CHECK(false, "forward-mode differentiation is not supported for managed autograd functions");
    };
    auto wrapped = ag::_wrap_outputs(variables, non_differentiable, modified, raw, executable ? std::static_pointer_cast<ag::Node>(node) : nullptr, no_forward_mode);
    for (size_t i = 0; i < wrapped.size(); i++) {
      if (executable && wrapped[i].has_value()) node->output_info.emplace_back(*wrapped[i]);
      results[i] = wrapped[i].has_value() ? release(std::move(*wrapped[i])) : nullptr;
    }
    return 0;
  });
}

SHIM_EXPORT int32_t shim_node_save(void* holder, void* const* tensors, int32_t count) {
  return guard<int32_t>(-1, [&] {
    auto& node = *static_cast<NodeHolder*>(holder)->node;
    for (int32_t i = 0; i < count; i++) {
      auto tensor = borrow(tensors[i]);
      const bool is_output = tensor.defined() && tensor.grad_fn().get() == &node;
      node.saved.emplace_back(tensor, is_output);
    }
    return 0;
  });
}

// `node` as given by shim_node_pointer; valid while its backward runs. Returns how many there are.
SHIM_EXPORT int32_t shim_node_saved(void* pointer, void** results, int32_t capacity) {
  return guard<int32_t>(-1, [&] {
    auto& node = *static_cast<ManagedNode*>(pointer);
    TORCH_CHECK(!node.released, "Trying to backward through the graph a second time, but the saved intermediate results have "
                "already been freed. Specify retain_graph: true when calling backward the first time.");
    const int32_t count = static_cast<int32_t>(node.saved.size());
    for (int32_t i = 0; i < std::min(count, capacity); i++)
      results[i] = release(node.saved[i].unpack(node.shared_from_this()));
    return count;
  });
}

SHIM_EXPORT void shim_set_error(const char* message) { last_error() = message; }
