# shellcheck shell=bash
# Programs that a few tests look at the product with: a web server, a browser, a shell, parsers of CI workflows. Without them those tests are skipped, and say so; so
# nothing is asked of who may not install. Sourced by build/prepare.sh, which sets out and say.

bring_test_programs() {
    fetch_workflow_parsers
    command -v apt-get >/dev/null || return 0
    fetch_nginx
    fetch_slurm
    [ "$(id -u)" != 0 ] || install_browser_and_shell
}

# A fresh system knows no package by name. Once a run, and only by who may.
read_package_lists() {
    [ -z "${package_lists_read:-}" ] && [ "$(id -u)" = 0 ] || return 0
    package_lists_read=1
    apt-get update -q > "$out/apt-update.log" 2>&1 || say "apt-get update failed ($out/apt-update.log)."
}

# The tests of the remote cache want a real web server. Its program alone is unpacked: an installed package would start a service.
fetch_nginx() {
    local unpacked="$out/nginx" package
    if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ -x "$unpacked/usr/sbin/nginx" ]; then return 0; fi
    read_package_lists
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

# The tests of the Slurm executor start a cluster of their own. Its programs are unpacked only: installed packages would start services.
fetch_slurm() {
    local unpacked="$out/slurm"
    if [ -x /usr/sbin/slurmctld-wlm ] || [ -x "$unpacked/usr/sbin/slurmctld-wlm" ]; then return 0; fi
    read_package_lists
    rm -rf "$unpacked" "$out/work/slurm"
    mkdir -p "$out/work/slurm"
    # What they need beside what every system has; a version of another system names its libraries otherwise, and is not used.
    # shellcheck disable=SC2015
    (
        cd "$out/work/slurm" && apt-get download slurmctld slurmd slurm-client slurm-wlm-basic-plugins munge libmunge2 libhwloc15 liblua5.1-0 \
            && for package in *.deb; do dpkg-deb -x "$package" "$unpacked" || exit 1; done \
            && LD_LIBRARY_PATH="$(echo "$unpacked"/usr/lib/*-linux-gnu):$(echo "$unpacked"/usr/lib/*-linux-gnu/slurm-wlm)" "$unpacked/usr/sbin/slurmctld-wlm" -V
    ) > "$out/slurm.log" 2>&1 && { say "unpacked Slurm for the tests of its executor."; return 0; } || true
    rm -rf "$unpacked"
    say "there is no Slurm, and it cannot be fetched ($out/slurm.log): tests of its executor against a cluster will be skipped."
}

# What GitHub reads workflows with, and GitLab's own schema in a program that checks against it. They stay in the checkout, and run no scripts of theirs.
fetch_workflow_parsers() {
    local packages="@actions/workflow-parser@0.3.61 gitlab-ci-local@4.61.1" folder="$out/workflow-parsers"
    if [ "$(cat "$folder/.packages" 2> /dev/null)" = "$packages" ]; then return 0; fi
    command -v npm > /dev/null || { say "there is no npm: what 'new --ci' writes will not be checked by the hosts' own rules."; return 0; }
    rm -rf "$folder"
    mkdir -p "$folder"
    # shellcheck disable=SC2086
    if npm install --prefix "$folder" --fetch-retries 1 --fetch-timeout 30000 --ignore-scripts --no-audit --no-fund --no-save --no-package-lock $packages > "$out/npm.log" 2>&1; then
        echo "$packages" > "$folder/.packages"
        say "fetched parsers of CI workflows for tests."
    else
        rm -rf "$folder"
        say "npm failed ($out/npm.log): what 'new --ci' writes will not be checked by the hosts' own rules."
    fi
}

install_browser_and_shell() {
    local wanted=""
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || wanted="chromium"
    command -v zsh >/dev/null || wanted="$wanted zsh"
    command -v jq >/dev/null || wanted="$wanted jq"
    [ -n "$wanted" ] || return 0
    say "installing $wanted for tests"
    read_package_lists
    # shellcheck disable=SC2086
    env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $wanted > "$out/apt-tests.log" 2>&1 \
        || say "apt-get failed ($out/apt-tests.log): the tests that need $wanted will be skipped."
}
