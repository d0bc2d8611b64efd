"""The compose file, and the broker's and Prometheus' configuration, from templates in chain-config (which it reads)."""

from __future__ import annotations

import json
from importlib import metadata, resources

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound

from .plan import BrokerPaths, Images, Machine, Ports


class _Templates(BaseLoader):
    def get_source(self, environment: Environment, template: str) -> tuple[str, None, None]:
        try:
            return template_text(template), None, None
        except FileNotFoundError as error:
            raise TemplateNotFound(template) from error


def template_text(name: str) -> str:
    """A file of chain-config, by its path in there."""
    return resources.files("quaychain.chain_config").joinpath(name).read_text("utf-8")


def compose_file(machine: Machine, images: Images, ports: Ports) -> bytes:
    """docker-compose.yml."""
    version = metadata.version("quaychain")
    return _render("docker-compose.yml.j2", machine=machine, images=images, ports=ports, version=version)


def prometheus_config(machine: Machine, ports: Ports) -> bytes:
    """prometheus.yml: what is asked for metrics."""
    return _render("prometheus.yml.j2", machine=machine, ports=ports)


def product_targets(ports: Ports, *, deployed: bool) -> bytes:
    """product.json: the services of the profile `product`, which Prometheus asks once they can run."""
    metrics = dict.fromkeys(("oracle", "keeper", "indexer"), ports.metrics) | {"api": ports.api}
    targets = [{"targets": [f"{name}:{port}"], "labels": {"job": name}} for name, port in metrics.items()]
    return json.dumps(targets if deployed else [], indent=2).encode() + b"\n"


def broker_config(broker: BrokerPaths, ports: Ports) -> bytes:
    """mosquitto.conf."""
    return _render("mosquitto.conf.j2", broker=broker, ports=ports)


def _render(template: str, **values: object) -> bytes:
    environment = Environment(
        loader=_Templates(),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  configuration files, of values that are ours
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"compose/{template}").render(**values).encode()
