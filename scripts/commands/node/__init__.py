"""`quaychain node …`: one module a verb, imported when it is asked for."""

from __future__ import annotations

#: verb -> (module, line of help), in the order of a consortium's life.
VERBS: dict[str, tuple[str, str]] = {
    "charter": ("charter", "Write a new charter, with a random nonce. All founders use the same file."),
    "keygen": ("keygen", "Make all keys of one member, on the machine where they are used. Nothing is written over."),
    "add-node": ("add_node", "Make the key of one node more, which a new card then names."),
    "renew-key": (
        "renew_key",
        "Make one of a member's keys anew; the old one is kept beside it.",
    ),
    "card": ("card", "Write the member's card for a charter: public keys only, signed by each of them."),
    "check-card": ("check_card", "Say what a member's card says, and whose it is."),
    "genesis": (
        "genesis",
        "Write the genesis for a charter and its founders' cards. The same for everybody, whatever the order.",
    ),
    "approve": ("approve", "Make the genesis anew, compare it to the last byte, and sign it as a founder."),
    "init": ("init", "Make a node's folder from charter, cards, genesis, approvals and the member's own keys."),
    "local": ("local", "Make a whole network on this machine: keys, genesis, a folder for each node; all on loopback."),
    "compose": ("compose", "Write what Docker Compose starts on a machine, and everything that the containers mount."),
    "run": ("run", "Run the Besu of a node's folder in the foreground, and start it again when it ends."),
    "start": ("start", "Start nodes in the background, and wait until they answer."),
    "stop": (
        "stop",
        "Stop a network's nodes together; single nodes only while the network keeps its quorum, unless --force.",
    ),
    "status": (
        "status",
        "Show how nodes and their network stand, until Ctrl-C. Once: exit status 1 where a node doesn't answer or the "
        "chain stands still.",
    ),
    "logs": ("logs", "Print what Besu says, or with --supervisor what was done with it; --follow goes on."),
    "monitor": ("monitor", "Tell Prometheus of rounds, seals and the disk, which Besu's own metrics don't have."),
    "doctor": ("doctor", "Name what is wrong with nodes, running or not, and with cards, and how to mend it."),
    "systemd": ("systemd", "Print or write a systemd unit that runs a node, with no more rights than it needs."),
    "upgrade": (
        "upgrade",
        "Restart nodes one by one, with another --besu from now on; each must be healthy before the next.",
    ),
    "deploy": ("deploy", "Deploy the contracts, libraries first, for the founders to look at and sign."),
    "sign-installation": (
        "sign_installation",
        "Sign what was deployed, as a founder, once every contract on one's own node is its artifact.",
    ),
    "install": ("install", "Install contracts and first members by all founders' signatures. Writes deployment.json."),
    "deploy-local": ("deploy_local", "Deploy and install on a network of one machine, by the keys in its folder."),
    "verify-deployment": (
        "verify_deployment",
        "Check the contracts on chain against the artifacts, the Directory and a deployment.json. Exit status 1 where "
        "something differs.",
    ),
    "members": ("members", "List members, accept their cards, propose admissions and the like; take a member out."),
    "validators": ("validators", "List the validators and their work; propose to add, remove or replace one."),
    "accounts": ("accounts", "Add, rotate and revoke a member's own accounts; recover from lost or stolen keys."),
    "decisions": ("decisions", "List proposals and what they do; vote, execute, follow one until its set seals."),
    "permissions": ("permissions", "Keep a node's allowlists equal to what the members decided; show differences."),
    "backup": ("backup", "Back up a node: keystores, documents, configuration, and what you name beside it."),
    "restore": ("restore", "Check a backup and make a node's folder of it, fenced until `unfence`."),
    "fence": ("fence", "Keep a node from starting: another machine takes its place, with its key."),
    "unfence": ("unfence", "Let a fenced node start, once other nodes have shown that its key runs nowhere else."),
    "transition": ("transition", "Lost quorum: a genesis by which named validators seal, or the contract's again."),
    "embedded": ("embedded", "Run the embedded chain of a folder that has a genesis.json, until it is ended."),
}
