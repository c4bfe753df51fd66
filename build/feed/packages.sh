# shellcheck shell=bash
# How the local feed is made. Sourced by build/prepare.sh, which sets root, feed, out, cache, say and fail.

# Package id, the version property that Directory.Packages.props declares for it.
feed_packages=(
    "TorchSharp TorchSharpVersion"
    "Microsoft.ML.OnnxRuntime OnnxRuntimeVersion"
    "OpenCvSharp4 OpenCvSharpVersion"
    "OpenCvSharp4.official.runtime.linux-x64 OpenCvSharpVersion"
    "OpenCvSharp4.runtime.win OpenCvSharpVersion"
    "Verify.Xunit VerifyXunitVersion"
)

# The npm package that carries ONNX Runtime's managed sources and Linux library.
ort_npm="com.github.asus4.onnxruntime"
ort_npm_version="0.4.9"
ort_npm_sha256="e59788788818fdde1b2e522e766a21ba0f7d8391de55737abf81e32cc801785d"

published_version() {
    sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$root/Directory.Packages.props" | head -n 1
}

property_of() {
    local entry
    for entry in "${feed_packages[@]}"; do
        [ "${entry% *}" = "$1" ] && echo "${entry#* }" && return
    done
    return 1
}

hash_text() { sha256sum | cut -c 1-12; }

# Everything under the given paths of build/feed, by content.
hash_files() { (cd "$feed" && find "$@" -type f | LC_ALL=C sort | xargs sha256sum) | hash_text; }

# --- does restore find the packages? -------------------------------------------------------------------------------

# Prints the ids that restore does not find. Asks restore once for a set of versions and sources.
missing_packages() {
    local entry question answer="$out/missing"
    question="$(
        for entry in "${feed_packages[@]}"; do echo "${entry% *} $(published_version "${entry#* }")"; done
        cat "$HOME/.nuget/NuGet/NuGet.Config" "$root/NuGet.config" 2>/dev/null || true
    )"
    question="$(echo "$question" | hash_text)"
    if [ ! -f "$answer" ] || [ "$(head -n 1 "$answer")" != "$question" ]; then
        local found
        found="$(ask_restore)" || exit 1
        printf '%s\n%s\n' "$question" "$found" > "$answer.new"
        mv "$answer.new" "$answer"
    fi
    tail -n +2 "$answer" | grep -v '^$' || true
}

ask_restore() {
    local probe="$out/probe" entry log
    rm -rf "$probe"
    mkdir -p "$probe"
    echo '<Project />' | tee "$probe/Directory.Build.props" "$probe/Directory.Build.targets" > "$probe/Directory.Packages.props"
    {
        echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup><ItemGroup>'
        for entry in "${feed_packages[@]}"; do
            echo "<PackageReference Include=\"${entry% *}\" Version=\"[$(published_version "${entry#* }")]\" />"
        done
        echo '</ItemGroup></Project>'
    } > "$probe/probe.csproj"
    log="$probe/restore.log"
    if dotnet restore "$probe/probe.csproj" > "$log" 2>&1; then
        return 0
    fi
    # NU1101, NU1102, NU1103: there is no such package or version. Anything else is trouble of another kind.
    if ! grep -qE 'error NU110[123]' "$log"; then
        cat "$log" >&2
        echo "prepare: restore failed for another reason than a missing package; see above." >&2
        return 1
    fi
    for entry in "${feed_packages[@]}"; do
        ! grep -qE "error NU110[123]: .*package ${entry% *}(\. | with )" "$log" || echo "${entry% *}"
    done
}

# --- the system's libraries ----------------------------------------------------------------------------------------

debian_packages() {
    command -v g++ >/dev/null || echo g++
    [ -f "$cache/$ort_npm-$ort_npm_version.tgz" ] || command -v npm >/dev/null || echo npm
    local package
    for package in libtorch-dev libopenblas0-openmp libopencv-imgcodecs-dev; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed$' || echo "$package"
    done
}

ensure_system_libraries() {
    command -v dpkg-query >/dev/null || fail "the package feed lacks packages that this repository needs ($(echo "$missing" | tr '\n' ' ')),
and the stand-ins are built against Debian's libtorch and OpenCV. Use a feed that has them (nuget.org), or a Debian-like system."
    local wanted
    wanted="$(debian_packages | tr '\n' ' ')"
    [ -n "${wanted// /}" ] || return 0
    local install="apt-get install --yes --no-install-recommends $wanted"
    local as=""
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as="sudo -n"; else
            fail "these system packages are missing. Install them, then run this again:
    sudo apt-get update && sudo $install"
        fi
    fi
    say "installing $wanted"
    # shellcheck disable=SC2086
    { $as apt-get update -q && $as env DEBIAN_FRONTEND=noninteractive $install; } > "$out/apt.log" 2>&1 \
        || { tail -n 20 "$out/apt.log" >&2; fail "apt-get failed (all of it: $out/apt.log). Install by hand, then run this again: $wanted"; }
}

# The tests of the remote cache want a real web server. Its program alone is unpacked: an installed package would start a service.
# Without it those tests are skipped, and say so.
fetch_nginx() {
    local unpacked="$out/nginx" package
    if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ -x "$unpacked/usr/sbin/nginx" ]; then return 0; fi
    command -v apt-get >/dev/null || return 0
    # Which of them holds the program depends on the system's age.
    for package in nginx nginx-core nginx-light; do
        rm -rf "$unpacked" "$out/work/nginx"
        mkdir -p "$out/work/nginx"
        # shellcheck disable=SC2015
        (cd "$out/work/nginx" && apt-get download "$package" && dpkg-deb -x "$package"_*.deb "$unpacked" && "$unpacked/usr/sbin/nginx" -v) > "$out/nginx.log" 2>&1 \
            && { say "unpacked nginx for the tests of the remote cache."; return 0; } || true
    done
    rm -rf "$unpacked"
    say "there is no nginx, and it cannot be fetched ($out/nginx.log): tests of the remote cache against it will be skipped."
}

# Programs that a few tests look at the product with: a browser opens the report, a shell completes a command line. Without them those
# tests are skipped, and say so; so nothing is asked of who may not install.
install_test_programs() {
    local wanted=""
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || wanted="chromium"
    command -v zsh >/dev/null || wanted="$wanted zsh"
    if [ -z "$wanted" ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then return 0; fi
    say "installing $wanted for tests"
    # shellcheck disable=SC2086
    { apt-get update -q && env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $wanted; } > "$out/apt-tests.log" 2>&1 \
        || say "apt-get failed ($out/apt-tests.log): the tests that need $wanted will be skipped."
}

system_versions() { dpkg-query -W -f '${Package} ${Version}\n' libtorch-dev libopencv-imgcodecs-dev; }

# --- what each package is made of ----------------------------------------------------------------------------------

content_hash() {
    {
        hash_files Directory.Build.props
        case "$1" in
            TorchSharp) hash_files TorchSharp native/torch; system_versions ;;
            # One version property stands for all three.
            OpenCvSharp4*) hash_files OpenCvSharp4 OpenCvSharp4.official.runtime.linux-x64 OpenCvSharp4.runtime.win native/opencv; system_versions ;;
            Microsoft.ML.OnnxRuntime) hash_files OnnxRuntime; echo "$ort_npm_sha256" ;;
            *) hash_files "$1" ;;
        esac
    } | hash_text
}

# A pre-release label must not be all digits with a leading zero, hence the letter.
feed_version() { echo "$(published_version "$(property_of "$1")")-system.h$(content_hash "$1")"; }

feed_stamp() { { echo "$1"; system_versions; (cd "$feed" && find . -path ./out -prune -o -type f ! -name Versions.props -print | LC_ALL=C sort | xargs sha256sum); published_versions; } | hash_text; }

published_versions() {
    local entry
    for entry in "${feed_packages[@]}"; do published_version "${entry#* }"; done
}

feed_is_complete() {
    local package
    [ -f "$feed/Versions.props" ] || return 1
    for package in $(cat "$out/made" 2>/dev/null || echo none); do
        [ -f "$out/packages/$package" ] || return 1
    done
}

# --- making it -----------------------------------------------------------------------------------------------------

make_feed() {
    local package version file made=()
    mkdir -p "$out/packages" "$out/work" "$cache"
    for package in $1; do
        version="$(feed_version "$package")"
        file="$package.$version.nupkg"
        [ -f "$cache/$file" ] || make_package "$package" "$version" "$file"
        cp -u "$cache/$file" "$out/packages/"
        made+=("$file")
    done
    for file in "$out"/packages/*.nupkg; do
        [[ " ${made[*]} " == *" $(basename "$file") "* ]] || rm -f "$file"
    done
    printf '%s\n' "${made[@]}" > "$out/made"
    write_versions "$1"
}

make_package() {
    local package="$1" version="$2" file="$3" project properties=()
    say "making $package $version"
    case "$package" in
        TorchSharp) build_torch_shim; project=TorchSharp ;;
        Microsoft.ML.OnnxRuntime) unpack_onnxruntime; project=OnnxRuntime; properties+=("-p:OrtPackage=$out/work/onnxruntime/package") ;;
        OpenCvSharp4.official.runtime.linux-x64) build_opencv_shim; project="$package" ;;
        *) project="$package" ;;
    esac
    local packed="$out/work/packed/$package"
    rm -rf "$packed"
    dotnet pack "$feed/$project" -c Release -o "$packed" "-p:FeedVersion=$version" "-p:FeedWork=$out/work/" "${properties[@]}" > "$out/work/$package.log" 2>&1 \
        || { grep -E 'error' "$out/work/$package.log" | sort -u | head -n 20 >&2; fail "building $package failed (all of it: $out/work/$package.log)"; }
    cp "$packed/$file" "$cache/$file.$$"
    mv "$cache/$file.$$" "$cache/$file"
}

compile_flags=(-std=c++17 -O2 -fPIC -fvisibility=hidden)

build_torch_shim() {
    local native="$out/work/native" source pids=() pid
    mkdir -p "$native"
    for source in dispatch tensor autograd; do
        g++ "${compile_flags[@]}" -c "$feed/native/torch/$source.cpp" -o "$native/torch_$source.o" & pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail "the libtorch shim does not compile; see above."; done
    g++ -shared -o "$native/libPruningTorch.so" "$native"/torch_{dispatch,tensor,autograd}.o -ltorch_cpu -ltorch -lc10 -Wl,--no-undefined
}

build_opencv_shim() {
    local native="$out/work/native"
    mkdir -p "$native"
    g++ "${compile_flags[@]}" -I/usr/include/opencv4 -shared -o "$native/libPruningOpenCv.so" "$feed"/native/opencv/*.cpp \
        -lopencv_imgcodecs -lopencv_imgproc -lopencv_core -Wl,--no-undefined
}

unpack_onnxruntime() {
    local tarball="$cache/$ort_npm-$ort_npm_version.tgz" unpacked="$out/work/onnxruntime"
    if [ ! -f "$tarball" ]; then
        say "fetching $ort_npm $ort_npm_version (150 MB)"
        local download
        download="$(mktemp -d "$cache/download.XXXXXX")"
        (cd "$download" && npm pack --silent "$ort_npm@$ort_npm_version" > npm.log 2>&1) || { cat "$download/npm.log" >&2; fail "npm could not fetch $ort_npm."; }
        echo "$ort_npm_sha256  $download/$ort_npm-$ort_npm_version.tgz" | sha256sum --check --quiet || fail "$ort_npm has not the content that was expected."
        mv "$download/$ort_npm-$ort_npm_version.tgz" "$tarball"
        rm -rf "$download"
    fi
    rm -rf "$unpacked"
    mkdir -p "$unpacked"
    tar -xzf "$tarball" -C "$unpacked" package/Runtime package/Plugins/Linux package/LICENSE package/ThirdPartyNotices.txt
}

# Restore takes the stand-ins by these versions; see Directory.Packages.props.
write_versions() {
    local package
    {
        echo '<Project>'
        echo '  <!-- Generated by build/prepare.sh. -->'
        echo '  <PropertyGroup>'
        for package in $1; do
            case "$package" in OpenCvSharp4.*) continue ;; esac
            echo "    <$(property_of "$package")>$(feed_version "$package")</$(property_of "$package")>"
            # The stand-in runs on the system's own libtorch: no package of it is needed.
            [ "$package" != TorchSharp ] || printf '    <%s\n' 'LibTorchVersion></LibTorchVersion>' 'PruningSystemTorch>true</PruningSystemTorch>'
        done
        echo '  </PropertyGroup>'
        echo '</Project>'
    } > "$feed/Versions.props.new"
    mv "$feed/Versions.props.new" "$feed/Versions.props"
}
