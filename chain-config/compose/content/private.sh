#!/bin/sh
# Kubo's image runs this before each start: a node of a private network, which asks nobody outside.
set -eu
# No bootstrap, no public resolvers, routers or publishers (Kubo's documentation: "autoconf-off profile"). Once: each time leaves a backup.
if [ "$(ipfs config AutoConf.Enabled 2>/dev/null || true)" != false ]; then
  ipfs config profile apply autoconf-off
fi
ipfs bootstrap rm --all
# A private network has its own DHT at most; the public indexers and certificates are not for it.
ipfs config Routing.Type dht
ipfs config --json AutoTLS.Enabled false
ipfs config --json HTTPRetrieval.Enabled false
ipfs config --json Swarm.DisableNatPortMap true
ipfs config --json Discovery.MDNS.Enabled false
ipfs config --json Swarm.RelayClient.Enabled false
ipfs config --json Swarm.EnableHolePunching false
ipfs config --json Version.SwarmCheckEnabled false
# Content is asked for over RPC only.
ipfs config --json Addresses.Gateway '[]'
ipfs config Addresses.API /ip4/0.0.0.0/tcp/5001
