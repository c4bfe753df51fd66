using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Aten.Call("abs", this);
        public Tensor abs_() => Aten.InPlace("abs_", this);
        public Tensor absolute() => abs();
        public Tensor neg() => Aten.Call("neg", this);
        public Tensor neg_() => Aten.InPlace("neg_", this);
        public Tensor negative() => neg();
        public Tensor sign() => Aten.Call("sign", this);
        public Tensor sign_() => Aten.InPlace("sign_", this);
        public Tensor sgn() => Aten.Call("sgn", this);
        public Tensor square() => Aten.Call("square", this);
        public Tensor sqrt() => Aten.Call("sqrt", this);
        public Tensor sqrt_() => Aten.InPlace("sqrt_", this);
        public Tensor rsqrt() => Aten.Call("rsqrt", this);
        public Tensor rsqrt_() => Aten.InPlace("rsqrt_", this);
        public Tensor reciprocal() => Aten.Call("reciprocal", this);
        public Tensor reciprocal_() => Aten.InPlace("reciprocal_", this);
        public Tensor exp() => Aten.Call("exp", this);
        public Tensor exp_() => Aten.InPlace("exp_", this);
        public Tensor expm1() => Aten.Call("expm1", this);
        public Tensor log() => Aten.Call("log", this);
        public Tensor log_() => Aten.InPlace("log_", this);
        public Tensor log2() => Aten.Call("log2", this);
        public Tensor log10() => Aten.Call("log10", this);
        public Tensor log1p() => Aten.Call("log1p", this);
        public Tensor log1p_() => Aten.InPlace("log1p_", this);
        public Tensor erf() => Aten.Call("erf", this);
        public Tensor logit(double? eps = null) => Aten.Call("logit", this, eps);
        public Tensor floor() => Aten.Call("floor", this);
        public Tensor floor_() => Aten.InPlace("floor_", this);
        public Tensor ceil() => Aten.Call("ceil", this);
        public Tensor ceil_() => Aten.InPlace("ceil_", this);
        public Tensor round(long decimals = 0L) => decimals == 0 ? Aten.Call("round", this) : Aten.Call("round.decimals", this, decimals);
        public Tensor round_(long decimals = 0L) => decimals == 0 ? Aten.InPlace("round_", this) : Aten.InPlace("round_.decimals", this, decimals);
        public Tensor trunc() => Aten.Call("trunc", this);
        public Tensor trunc_() => Aten.InPlace("trunc_", this);
        public Tensor fix() => trunc();
        public Tensor frac() => Aten.Call("frac", this);
        public Tensor frac_() => Aten.InPlace("frac_", this);
        public Tensor sin() => Aten.Call("sin", this);
        public Tensor cos() => Aten.Call("cos", this);
        public Tensor tan() => Aten.Call("tan", this);
        public Tensor asin() => Aten.Call("asin", this);
        public Tensor acos() => Aten.Call("acos", this);
        public Tensor atan() => Aten.Call("atan", this);
        public Tensor arctan() => atan();
        public Tensor sinh() => Aten.Call("sinh", this);
        public Tensor cosh() => Aten.Call("cosh", this);
        public Tensor tanh() => Aten.Call("tanh", this);
        public Tensor tanh_() => Aten.InPlace("tanh_", this);

        public Tensor sigmoid() => Aten.Call("sigmoid", this);
        public Tensor sigmoid_() => Aten.InPlace("sigmoid_", this);
        public Tensor relu() => Aten.Call("relu", this);
        public Tensor relu_() => Aten.InPlace("relu_", this);
        public Tensor relu6() => Aten.Call("relu6", this);
        public Tensor relu6_() => Aten.InPlace("relu6_", this);
        public Tensor silu() => Aten.Call("silu", this);
        public Tensor silu_() => Aten.InPlace("silu_", this);
        public Tensor hardswish() => Aten.Call("hardswish", this);
        public Tensor hardswish_() => Aten.InPlace("hardswish_", this);
        public Tensor hardsigmoid() => Aten.Call("hardsigmoid", this);
        public Tensor hardsigmoid_() => Aten.InPlace("hardsigmoid_", this);
        public Tensor leaky_relu(Scalar negative_slope) => Aten.Call("leaky_relu", this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => Aten.InPlace("leaky_relu_", this, negative_slope);
        public Tensor gelu() => Aten.Call("gelu", this);
        public Tensor elu(double alpha = 1) => Aten.Call("elu", this, alpha);
        public Tensor elu_(double alpha = 1) => Aten.InPlace("elu_", this, alpha);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.Call("softmax.int", this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.Call("log_softmax.int", this, dim, dtype);

        public Tensor zero_() => Aten.InPlace("zero_", this);
        public Tensor fill_(Scalar value) => Aten.InPlace("fill_.Scalar", this, value);
        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) => Aten.Call("nan_to_num", this, nan, posinf, neginf);

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Aten.InPlace("normal_", this, mean, std, generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) => Aten.InPlace("uniform_", this, from, to, generator);
        public Tensor random_(double from, double to, Generator? generator = null) => Aten.InPlace("random_.from", this, (long)from, (long)to, generator);
        public Tensor bernoulli(Generator? generator = null) => Aten.Call("bernoulli", this, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Aten.InPlace("bernoulli_.float", this, p, generator);
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Aten.InPlace("bernoulli_.Tensor", this, p, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) => Aten.Call("multinomial", this, num_samples, replacement, generator);
    }
}
