"""The AWS CLI as a child that is asked many times: a list of command lines comes in as JSON, what each did goes out as JSON. And with
`model SERVICE...`, what the CLI knows of these services; with `yaml`, a list of documents as its version 2 prints them. Runs in the
environment that has the CLI."""

import contextlib
import io
import json
import sys

import yaml
from awscli.clidriver import create_clidriver  # first: it brings its own botocore
from awscli.customizations.argrename import ARGUMENT_RENAMES
from botocore import xform_name
from botocore.session import get_session


def run(words):
    out, errors = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            code = create_clidriver().main(words)
        except SystemExit as end:
            code = end.code
        out.flush()
    return {"code": code, "out": out.buffer.getvalue().decode(), "errors": errors.getvalue()}


def options(service, operation):
    shape = service.operation_model(operation).input_shape
    command = f"{service.service_name}.{xform_name(operation, '-')}"
    names = {}
    for member, of in shape.members.items() if shape else ():
        name = xform_name(member, "-")
        names["--" + ARGUMENT_RENAMES.get(f"{command}.{name}", name)] = of.type_name.replace("long", "integer")
    return names


def model(names):
    session = get_session()
    services = {name: session.get_service_model(name) for name in names}
    return {
        name: {xform_name(operation, "-"): options(service, operation) for operation in service.operation_names}
        for name, service in services.items()
    }


def in_yaml(document):
    """Version 1 has no YAML. Version 2 has libyaml write it, by these settings."""
    return yaml.dump(document, Dumper=yaml.CSafeDumper, default_flow_style=False, allow_unicode=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["model"]:
        answer = model(sys.argv[2:])
    elif sys.argv[1:2] == ["yaml"]:
        answer = [in_yaml(document) for document in json.load(sys.stdin)]
    else:
        answer = [run(words) for words in json.load(sys.stdin)]
    json.dump(answer, sys.stdout)
