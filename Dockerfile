# The runtime image: python, numpy, torch, an unprivileged user and the sandbox side of the judge. Nothing secret.
#
# `judge image build` makes it, and labels it with a hash of these files. BASE may be any Debian-like image that has
# python3 with venv, such as python:3.11-slim or a debootstrap of Debian with python3-venv.
ARG BASE=python:3.11-slim

FROM ${BASE} AS packages
# The CPU build of torch; for CUDA: --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cu126
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ARG PACKAGES="torch numpy"
# Wheels that stand in the context's folder wheels/ are taken instead of any index. Both patterns may match nothing.
COPY Dockerfile constraints*.txt wheels* /context/
RUN touch /context/constraints.txt \
 && python3 -m venv /opt/python \
 && if ls /context/*.whl >/dev/null 2>&1; then where="--no-index --find-links /context"; \
    else where="--index-url https://pypi.org/simple --extra-index-url ${TORCH_INDEX}"; fi \
 && /opt/python/bin/python -m pip install --no-cache-dir --only-binary :all: \
      --constraint /context/constraints.txt ${where} ${PACKAGES} \
 && /opt/python/bin/python -m pip uninstall --yes pip

FROM ${BASE}
RUN echo 'candidate:x:10001:10001::/tmp:/usr/sbin/nologin' >> /etc/passwd \
 && echo 'candidate:x:10001:' >> /etc/group
COPY --from=packages /opt/python /opt/python
COPY sandbox /opt/judge/sandbox
COPY judge/wire.py /opt/judge/sandbox/wire.py
# The root file system is read-only at run time: compile now, or every start would compile again.
RUN /opt/python/bin/python -m compileall -q /opt/judge && chmod -R a+rX,go-w /opt/judge
USER 10001:10001
WORKDIR /tmp
ENTRYPOINT ["/opt/python/bin/python", "-I", "/opt/judge/sandbox/container.py"]
CMD ["numpy", "torch"]
