// Calls any ATen operator by name through the c10 dispatcher, for the TorchSharp subset in build/feed/TorchSharp.
// A tensor handle is a raw TensorImpl* with one reference owned by the managed side.
#include "shim.h"

#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/List.h>
#include <ATen/core/jit_type.h>

#include <cstring>
#include <vector>

using namespace shim;

namespace {

enum class Kind { Other, Tensor, Int, Float, Bool, Scalar, IntList, FloatList, BoolList, TensorList, OptionalTensorList };

Kind list_kind(const c10::TypePtr& element) {
  switch (element->kind()) {
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return Kind::IntList;
    case c10::TypeKind::FloatType: return Kind::FloatList;
    case c10::TypeKind::BoolType: return Kind::BoolList;
    case c10::TypeKind::TensorType: return Kind::TensorList;
    case c10::TypeKind::OptionalType: return Kind::OptionalTensorList;
    default: return Kind::Other;
  }
}

Kind kind_of(c10::TypePtr type) {
  if (auto optional = type->cast<c10::OptionalType>())
    type = optional->getElementType();
  switch (type->kind()) {
    case c10::TypeKind::TensorType: return Kind::Tensor;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return Kind::Int;
    case c10::TypeKind::FloatType: return Kind::Float;
    case c10::TypeKind::BoolType: return Kind::Bool;
    case c10::TypeKind::NumberType: return Kind::Scalar;
    case c10::TypeKind::ListType: return list_kind(type->castRaw<c10::ListType>()->getElementType());
    default: return Kind::Other;
  }
}

struct Operator {
  explicit Operator(c10::OperatorHandle h) : handle(h) {
    for (const auto& argument : handle.schema().arguments()) {
      kinds.push_back(kind_of(argument.type()));
      list_lengths.push_back(argument.N().value_or(1));
      defaults.push_back(argument.default_value().value_or(c10::IValue()));
    }
  }
  c10::OperatorHandle handle;
  std::vector<Kind> kinds;
  std::vector<int64_t> list_lengths;
  std::vector<c10::IValue> defaults;
};

c10::IValue from_integer(int64_t value, Kind kind, int64_t list_length) {
  switch (kind) {
    case Kind::Float: return c10::IValue(static_cast<double>(value));
    case Kind::Bool: return c10::IValue(value != 0);
    case Kind::IntList: return c10::IValue(std::vector<int64_t>(list_length, value));
    case Kind::FloatList: return c10::IValue(std::vector<double>(list_length, static_cast<double>(value)));
    default: return c10::IValue(value);
  }
}

c10::IValue from_integers(const int64_t* values, int32_t count, Kind kind) {
  if (kind == Kind::FloatList)
    return c10::IValue(std::vector<double>(values, values + count));
  if (kind == Kind::BoolList) {
    c10::List<bool> list;
    for (int32_t i = 0; i < count; i++) list.push_back(values[i] != 0);
    return c10::IValue(list);
  }
  return c10::IValue(std::vector<int64_t>(values, values + count));
}

c10::IValue from_tensors(void* const* handles, int32_t count, Kind kind) {
  if (kind == Kind::OptionalTensorList) {
    c10::List<c10::optional<at::Tensor>> list;
    for (int32_t i = 0; i < count; i++)
      list.push_back(handles[i] ? c10::optional<at::Tensor>(borrow(handles[i])) : c10::nullopt);
    return c10::IValue(list);
  }
  c10::List<at::Tensor> list;
  for (int32_t i = 0; i < count; i++) list.push_back(borrow(handles[i]));
  return c10::IValue(list);
}

c10::IValue to_ivalue(const Value& value, const Operator& op, size_t position) {
  const Kind kind = op.kinds[position];
  switch (value.tag) {
    case Tag::Default: return op.defaults[position];
    case Tag::None: return c10::IValue();
    case Tag::Tensor: return c10::IValue(borrow(value.pointer));
    case Tag::Int: return from_integer(value.integer, kind, op.list_lengths[position]);
    case Tag::Double:
      if (kind == Kind::FloatList) return c10::IValue(std::vector<double>(op.list_lengths[position], value.real));
      TORCH_CHECK(kind != Kind::Int && kind != Kind::IntList, op.handle.schema().name(), ": argument ",
                  op.handle.schema().arguments()[position].name(), " must be an integer, not ", value.real);
      return c10::IValue(value.real);
    case Tag::Bool: return kind == Kind::Int ? c10::IValue(value.integer) : c10::IValue(value.integer != 0);
    case Tag::IntList: return from_integers(static_cast<const int64_t*>(value.pointer), value.count, kind);
    case Tag::DoubleList: {
      auto* p = static_cast<const double*>(value.pointer);
      return c10::IValue(std::vector<double>(p, p + value.count));
    }
    case Tag::TensorList: return from_tensors(static_cast<void* const*>(value.pointer), value.count, kind);
    case Tag::String: return c10::IValue(std::string(static_cast<const char*>(value.pointer), value.count));
    case Tag::Device:
      return c10::IValue(c10::Device(static_cast<c10::DeviceType>(value.count), static_cast<c10::DeviceIndex>(value.integer)));
    case Tag::Generator: return c10::IValue(*static_cast<at::Generator*>(value.pointer));
  }
  TORCH_CHECK(false, "unknown argument tag");
}

Value from_ivalue(c10::IValue&& value) {
  Value out{Tag::None, 0, {0}};
  if (value.isTensor()) {
    out.tag = Tag::Tensor;
    out.pointer = release(std::move(value).toTensor());
  } else if (value.isTensorList()) {
    auto tensors = std::move(value).toTensorVector();
    auto** handles = static_cast<void**>(std::malloc(sizeof(void*) * (tensors.size() + 1)));
    for (size_t i = 0; i < tensors.size(); i++) handles[i] = release(std::move(tensors[i]));
    out.tag = Tag::TensorList;
    out.count = static_cast<int32_t>(tensors.size());
    out.pointer = handles;
  } else if (value.isInt()) {
    out.tag = Tag::Int;
    out.integer = value.toInt();
  } else if (value.isDouble()) {
    out.tag = Tag::Double;
    out.real = value.toDouble();
  } else if (value.isBool()) {
    out.tag = Tag::Bool;
    out.integer = value.toBool() ? 1 : 0;
  } else if (!value.isNone()) {
    TORCH_CHECK(false, "an operator returned a value of kind ", value.tagKind(), ", which is not supported");
  }
  return out;
}

}  // namespace

// Null when there is no such operator (the message is in shim_error).
SHIM_EXPORT void* shim_find_operator(const char* name, const char* overload) {
  return guard<void*>(nullptr, [&] {
    return static_cast<void*>(new Operator(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload)));
  });
}

// Returns the number of values returned, or -1. Values beyond `capacity` are dropped: in-place operators return self.
SHIM_EXPORT int32_t shim_call(void* operator_handle, const Value* arguments, int32_t count, Value* results, int32_t capacity) {
  return guard<int32_t>(-1, [&] {
    const auto& op = *static_cast<Operator*>(operator_handle);
    const size_t expected = op.kinds.size();
    TORCH_CHECK(static_cast<size_t>(count) <= expected, op.handle.schema().name(), " takes ", expected, " arguments, ", count, " given");
    torch::jit::Stack stack;
    stack.reserve(std::max<size_t>(expected, 4));
    for (size_t i = 0; i < expected; i++)
      stack.push_back(i < static_cast<size_t>(count) ? to_ivalue(arguments[i], op, i) : op.defaults[i]);
    op.handle.callBoxed(stack);
    const int32_t returned = std::min<int32_t>(static_cast<int32_t>(stack.size()), capacity);
    for (int32_t i = 0; i < returned; i++) results[i] = from_ivalue(std::move(stack[i]));
    return returned;
  });
}

SHIM_EXPORT void shim_free(void* memory) { std::free(memory); }
