#!/usr/bin/env bash
# What a third party can do with a consortium's ledger, and what it can see for itself, with nothing but a node's RPC, the root's address,
# the contracts' ABIs, and `cast` (Foundry). Each step says what it shows. What is signed is written from the type strings of the READMEs
# in contracts/; nothing is taken from a program of ours.
#
#   RPC    a node's JSON-RPC
#   ROOT   the ConsortiumRoot's address
#   ABIS   a folder with the ABI of each contract, NAME.json
#   KEYS   a folder with MEMBER/operations.json and MEMBER/oracle.json (Web3 keystores) and MEMBER.password
#
# tests/integration/test_cast_flow.py runs it on an embedded chain.
set -euo pipefail
: "${RPC:?}" "${ROOT:?}" "${ABIS:?}" "${KEYS:?}"
export ETH_RPC_URL=$RPC

shown() { printf 'shown: %s\n' "$*"; }

refuse() {
  printf 'NOT SHOWN: %s\n' "$*" >&2
  exit 1
}

same() { # same WHAT A B
  if [[ $2 != "$3" ]]; then refuse "$1: $2 is not $3"; fi
  shown "$1"
}

# --- the ABI and cast -----------------------------------------------------------------------------------------------------------------

# The signature of a function or an error, with its types, as it stands in the ABI's file.
signature() { # signature CONTRACT NAME
  grep -m 1 -o "\"$2([^\"]*" "$ABIS/$1.json" | tr -d '"'
}

keystore() { # keystore KEY [PURPOSE]: cast's options for an account
  printf '%s\n' --keystore "$KEYS/$1/${2-operations}.json" --password-file "$KEYS/$1.password"
}

account() { # account KEY [PURPOSE]: the address
  local options
  mapfile -t options < <(keystore "$@")
  cast wallet address "${options[@]}"
}

ask() { # ask CONTRACT ADDRESS FUNCTION RETURNS ARGUMENT…: what a view answers, a value a line, without cast's notes on large numbers
  local contract=$1 address=$2 function=$3 returns=$4
  shift 4
  cast call "$address" "$(signature "$contract" "$function")($returns)" "$@" | sed 's/ \[[^]]*\]//g'
}

field() { # field N TUPLE: the n-th member of a tuple that cast printed, from 1
  sed 's/^(//; s/)$//' <<<"$2" | awk -F', ' -v n="$1" '{ print $n }'
}

do_as() { # do_as KEY CONTRACT ADDRESS FUNCTION ARGUMENT…: a transaction by a member's Operations account; gas is free
  local key=$1 contract=$2 address=$3 function=$4
  shift 4
  do_with "$(keystore "$key")" "$contract" "$address" "$function" "$@"
}

do_with() { # do_with OPTIONS CONTRACT ADDRESS FUNCTION ARGUMENT…
  local options contract=$2 address=$3 function=$4 receipt
  mapfile -t options <<<"$1"
  shift 4
  receipt=$(cast send "${options[@]}" --gas-price 0 --priority-gas-price 0 --json "$address" "$(signature "$contract" "$function")" "$@")
  if [[ $receipt != *'"status":"0x1"'* ]]; then refuse "$contract.$function was not taken: $receipt"; fi
}

sign() { # sign KEY DATA: a member's signature of typed data (EIP-712)
  local options
  mapfile -t options < <(keystore "$1")
  cast wallet sign "${options[@]}" --data "$2"
}

id() { cast keccak "cast flow $RANDOM$RANDOM $*"; } # a random id of 32 bytes

domain() { # domain NAME ADDRESS
  printf '{"name":"%s","version":"1","chainId":%s,"verifyingContract":"%s"}' "$1" "$CHAIN" "$2"
}

DOMAIN_TYPE='"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}]'

# The JSON of an EIP-712 type from its type string in a README: "HandOver(bytes32 part,…)" → "HandOver":[{"name":"part","type":"bytes32"},…]
type_json() {
  local name=${1%%(*} members=${1#*(}
  members=${members%)}
  printf '"%s":[' "$name"
  sed -E 's/([^ ,]+) ([^,]+)/{"name":"\2","type":"\1"}/g' <<<"$members" | tr -d '\n'
  printf ']'
}

ZERO=0x$(printf '0%.0s' {1..64})
NOBODY=0x$(printf '0%.0s' {1..32})
CHAIN=$(cast chain-id)
NOW=$(cast block latest --field timestamp)
DAY=86400

# --- 1. the Directory: which contracts count, and that they have the code that was agreed on ----------------------------------------------

declare -A AT
for name in MemberRegistry EventAnchor RecordRegistry OrderFulfilment CustomsCompliance PartProvenance TradeFinance; do
  line=$(ask ConsortiumRoot "$ROOT" entryOf '(bytes32,address,uint32,bytes32)' "$(cast format-bytes32-string "$name")")
  AT[$name]=$(field 2 "$line")
  same "the Directory has the code hash of $name" "$(field 4 "$line")" "$(cast keccak "$(cast code "${AT[$name]}")")"
  same "$name says that it is made for this root" "$(ask EventAnchor "${AT[$name]}" root address)" "$ROOT"
done

# Whose an account is, the MemberRegistry says.
declare -A MEMBER
for key in mfr buyer bank_a bank_b customs_home carrier; do
  MEMBER[$key]=$(field 1 "$(ask MemberRegistry "${AT[MemberRegistry]}" accountOf '(bytes16,uint8,uint40,uint40,uint40)' "$(account "$key")")")
  if [[ ${MEMBER[$key]} == "$NOBODY" ]]; then refuse "the account of $key is a member's"; fi
done
shown "accounts are members'"

# --- 2. an order, agreed by two signatures that anyone may hand in ----------------------------------------------------------------------------

ORDERS=${AT[OrderFulfilment]}
ORDER=$(id order)
BUILT=$(id built) TAKEN=$(id taken-over)
PAYMENT=$(id payment)
TERMS=$(id terms) CALENDAR=$(id calendar)
DUE=$((NOW + 90 * DAY))
EFFECTIVE=$((NOW - DAY))
# From contracts/orders/README.md.
ORDER_TYPE='OrderTerms(bytes32 order,uint32 version,bytes16 seller,bytes16 buyer,bytes32 termsCommitment,bytes32 contractRecord,bytes32 calendarHash,uint48 effectiveAt,uint48 agreeBy,uint32 reminderWindow,uint32 inspectionNotice,uint32 warrantyPeriod,bytes32 takingOver,bytes32 finalAcceptance,MilestoneTerms[] milestones)'
MILESTONE_TYPE='MilestoneTerms(bytes32 code,uint16 weight,uint8 holdPoint,bytes16 inspector,uint48 due,uint48 planned,bytes32 paymentCommitment)'
milestone() { # milestone CODE PAYMENT
  printf '{"code":"%s","weight":100,"holdPoint":0,"inspector":"%s","due":%s,"planned":%s,"paymentCommitment":"%s"}' "$1" "$NOBODY" $DUE $DUE "$2"
}
AGREE_BY=$((NOW + 30 * DAY)) WINDOW=$((14 * DAY)) NOTICE=$DAY WARRANTY=$((365 * DAY))
ORDER_DATA=$(
  cat <<JSON
{"types":{$DOMAIN_TYPE,$(type_json "$ORDER_TYPE"),$(type_json "$MILESTONE_TYPE")},"primaryType":"OrderTerms","domain":$(domain OrderFulfilment "$ORDERS"),
"message":{"order":"$ORDER","version":1,"seller":"${MEMBER[mfr]}","buyer":"${MEMBER[buyer]}","termsCommitment":"$TERMS","contractRecord":"$ZERO","calendarHash":"$CALENDAR",
"effectiveAt":$EFFECTIVE,"agreeBy":$AGREE_BY,"reminderWindow":$WINDOW,"inspectionNotice":$NOTICE,"warrantyPeriod":$WARRANTY,"takingOver":"$TAKEN","finalAcceptance":"$ZERO",
"milestones":[$(milestone "$BUILT" "$PAYMENT"),$(milestone "$TAKEN" "$ZERO")]}}
JSON
)
ORDER_TUPLE="($ORDER,1,${MEMBER[mfr]},${MEMBER[buyer]},$TERMS,$ZERO,$CALENDAR,$EFFECTIVE,$AGREE_BY,$WINDOW,$NOTICE,$WARRANTY,$TAKEN,$ZERO,[($BUILT,100,0,$NOBODY,$DUE,$DUE,$PAYMENT),($TAKEN,100,0,$NOBODY,$DUE,$DUE,$ZERO)])"
do_as carrier OrderFulfilment "$ORDERS" agreeOrder "$ORDER_TUPLE" "$(sign mfr "$ORDER_DATA")" "$(sign buyer "$ORDER_DATA")"
shown "an order stands by the signatures of seller and buyer, handed in by somebody else"

# --- 3. a milestone, completed with a published record -----------------------------------------------------------------------------------------

publish() { # publish KEY RECORD CODE SUBJECT: a sealed record of a UNTDID 1001 code, by what a sealing program would give: root and SHA-256 of the ciphertext
  do_as "$1" RecordRegistry "${AT[RecordRegistry]}" publish "($2,(1,$3,0),$4,$(id root),$(id ciphertext),85,$EFFECTIVE,$((NOW + 365 * DAY)),$ZERO)"
}
RECORD=$(id record)
publish mfr "$RECORD" 380 "$ORDER"
do_as mfr OrderFulfilment "$ORDERS" completeMilestone "$ORDER" "$BUILT" "($RECORD,1,1)" "$EFFECTIVE"
MILESTONE=$(ask OrderFulfilment "$ORDERS" milestoneOf '(uint8,uint8,uint16,uint48,uint48,uint48,uint48,bool,bool,bool,bool,bytes16,uint48,uint48,uint32,bytes32,(bytes32,uint8,uint64))' "$ORDER" "$BUILT")
same "the milestone is completed" "$(field 1 "$MILESTONE")" 3
same "its evidence is the record" "$(field 17 "$MILESTONE")" "($RECORD"

# --- 4. a batch of events, anchored under a Merkle root worked out here -------------------------------------------------------------------------

ANCHORS=${AT[EventAnchor]}
STREAM=$(id stream)
oracle() { do_with "$(keystore mfr oracle)" EventAnchor "$ANCHORS" "$@"; }
# From contracts/anchoring/README.md: a leaf is the double keccak256 of its ABI encoding, a pair is hashed with the lesser one first.
leaf() { # leaf SEQUENCE DEVICE DIGEST
  cast keccak "$(cast keccak "$(cast abi-encode 'f(bytes32,uint64,bytes32,uint32,uint64,bytes32)' "$STREAM" "$1" "$2" 1 "$1" "$3")")"
}
pair() {
  local one=${1#0x} other=${2#0x}
  if [[ $one < $other ]]; then cast keccak "0x$one$other"; else cast keccak "0x$other$one"; fi
}
DEVICE=$(id device)
declare -a DIGEST LEAF
for sequence in 1 2 3 4; do
  DIGEST[sequence]=$(id "event $sequence")
  LEAF[sequence]=$(leaf $sequence "$DEVICE" "${DIGEST[sequence]}")
done
LEFT=$(pair "${LEAF[1]}" "${LEAF[2]}") RIGHT=$(pair "${LEAF[3]}" "${LEAF[4]}")
BATCH_ROOT=$(pair "$LEFT" "$RIGHT")
CID=0x01551220$(id batch | cut -c 3-)
oracle openStream "$STREAM" "$(id partition)"
oracle anchor "$STREAM" 1 1 4 "$BATCH_ROOT" "$CID"
# What the chain keeps is a running hash over links; so it has exactly this batch.
LINK=$(cast keccak "$(cast abi-encode 'f(bytes32,uint32,uint64,uint32,bytes32,bytes32)' "$(cast format-bytes32-string batch)" 1 1 4 "$BATCH_ROOT" "$(cast keccak "$CID")")")
STATE=$(ask EventAnchor "$ANCHORS" streamOf '(bytes16,address,uint32,uint64,uint48,bytes32,bytes32)' "$STREAM")
RUNNING=$(field 7 "$STATE")
same "the stream's running hash is that of this batch" "$RUNNING" "$(cast keccak "$STREAM${LINK#0x}")"
same "the next event is the fifth" "$(field 4 "$STATE")" 5
# The third event's path: its neighbour, then the other half.
same "the third event is in the anchored root" "$(pair "$(pair "$(leaf 3 "$DEVICE" "${DIGEST[3]}")" "${LEAF[4]}")" "$LEFT")" "$BATCH_ROOT"
# The contract agrees: asked for the third event's data, the oracle's answer is that leaf and that path.
do_as buyer EventAnchor "$ANCHORS" pinRunningHash "$STREAM"
do_as buyer EventAnchor "$ANCHORS" challengeData "$STREAM" 3 "(1,1,4,$BATCH_ROOT,$CID)" "$STREAM" '[]' "$RUNNING"
oracle answerChallenge "($STREAM,3,$DEVICE,1,3,${DIGEST[3]})" "[${LEAF[4]},$LEFT]"
shown "the contract takes leaf and path as the answer to a challenge"

# --- 5. customs: a rule book, a declaration, its pre-check, the authority's decision --------------------------------------------------------------

CUSTOMS=${AT[CustomsCompliance]}
CN=0x434e NL=0x4e4c
HEADING='(8426,4)' TARIFF='(842619,6)' # ship-to-shore cranes
do_as customs_home CustomsCompliance "$CUSTOMS" claimJurisdiction $CN
do_as customs_home CustomsCompliance "$CUSTOMS" publishRuleBook $CN 1 "$EFFECTIVE" "$(id "text of the rules")"
# For exports of 8426 to anywhere an invoice (UNTDID 1001: 380) about these goods is required, of any issuer.
do_as customs_home CustomsCompliance "$CUSTOMS" addRules $CN 1 "[(1,1,$HEADING,$CN,0x0000,0x00000000,0,(1,380,0),0,0,false,true,0,$ZERO)]"
do_as customs_home CustomsCompliance "$CUSTOMS" sealRuleBook $CN 1
DECLARATION=$(id declaration)
do_as mfr CustomsCompliance "$CUSTOMS" declare "$DECLARATION" "($CN,$TARIFF,$CN,$NL,0x31303030,1,$NOW,$ORDER,$ZERO)" "$ZERO" "[($RECORD,1)]"
ASSESSMENT=$(ask CustomsCompliance "$CUSTOMS" assessmentOf '(uint8,uint32,uint48,uint16,uint16)' "$DECLARATION" 1)
same "the pre-check passed by rule book 1" "$(field 1 "$ASSESSMENT") $(field 2 "$ASSESSMENT")" "1 1"
do_as customs_home CustomsCompliance "$CUSTOMS" decide "$DECLARATION" 1 3 0 "$(id reason)" "$(id reference)"
LODGED=$(cast call "$CUSTOMS" "$(signature CustomsCompliance declarationOf)" "$DECLARATION")
same "the declaration is released" "$(cast to-dec "${LODGED:0:66}")" 4

# --- 6. a part: registered, then handed over with the receiver's signature ----------------------------------------------------------------------

PARTS=${AT[PartProvenance]}
PART=$(id part)
do_as mfr PartProvenance "$PARTS" enterMaker "${MEMBER[mfr]}" "$(id "company prefix")" "$(id "serial key")"
do_as mfr PartProvenance "$PARTS" registerPart "($PART,${MEMBER[mfr]},$(id serial),$(id design),$(id lot),false)"
# From contracts/provenance/README.md.
HAND_OVER_TYPE='HandOver(bytes32 part,bytes16 giver,bytes16 receiver,uint8 purpose,bool withOwnership,bytes32 evidence,uint32 custodySequence,uint48 deadline)'
DEADLINE=$((NOW + DAY))
HAND_OVER_DATA=$(
  cat <<JSON
{"types":{$DOMAIN_TYPE,$(type_json "$HAND_OVER_TYPE")},"primaryType":"HandOver","domain":$(domain PartProvenance "$PARTS"),
"message":{"part":"$PART","giver":"${MEMBER[mfr]}","receiver":"${MEMBER[carrier]}","purpose":1,"withOwnership":false,"evidence":"$ZERO","custodySequence":0,"deadline":$DEADLINE}}
JSON
)
do_as mfr PartProvenance "$PARTS" handOver "$PART" "${MEMBER[carrier]}" 1 false "$ZERO" $DEADLINE "$(sign carrier "$HAND_OVER_DATA")"
HELD=$(ask PartProvenance "$PARTS" custodyOf 'bytes16,bytes16' "$PART" | tr '\n' ' ')
same "the receiver has the part, the maker still owns it" "$HELD" "${MEMBER[carrier]} ${MEMBER[mfr]} "

# --- 7. a receivable: presented, agreed to, assigned; and a second bank that comes too late -------------------------------------------------------

FINANCE=${AT[TradeFinance]}
# From contracts/finance/README.md: the id is keccak256(abi.encode(order, milestone)).
RECEIVABLE=$(cast keccak "$(cast abi-encode 'f(bytes32,bytes32)' "$ORDER" "$BUILT")")
PAY_AT=$((NOW + 60 * DAY))
do_as mfr TradeFinance "$FINANCE" createReceivable "$ORDER" "$BUILT" "$RECORD" "${MEMBER[bank_a]}" "[($(id "invoice number"),1)]"
do_as buyer TradeFinance "$FINANCE" agreeToPay "$RECEIVABLE" "$PAYMENT" $PAY_AT "$ZERO"
ASSIGNMENT_TYPE='AssignmentTerms(bytes32 assignment,bytes32 receivable,uint32 receivableVersion,bytes32 source,bytes16 bank,uint32 share,bytes32 registryReference,bytes32 termsCommitment,uint48 signBy)'
assignment_data() { # assignment_data ID BANK SHARE
  cat <<JSON
{"types":{$DOMAIN_TYPE,$(type_json "$ASSIGNMENT_TYPE")},"primaryType":"AssignmentTerms","domain":$(domain TradeFinance "$FINANCE"),
"message":{"assignment":"$1","receivable":"$RECEIVABLE","receivableVersion":1,"source":"$ZERO","bank":"${MEMBER[$2]}","share":$3,"registryReference":"$ZERO","termsCommitment":"$TERMS","signBy":$DEADLINE}}
JSON
}
assignment() { printf '(%s,%s,1,%s,%s,%s,%s,%s,%s)' "$1" "$RECEIVABLE" "$ZERO" "${MEMBER[$2]}" "$3" "$ZERO" "$TERMS" $DEADLINE; }
FIRST=$(id "first assignment") SECOND=$(id "second assignment")
do_as bank_a TradeFinance "$FINANCE" assign "$(assignment "$FIRST" bank_a 700000)" '[]' "$(sign mfr "$(assignment_data "$FIRST" bank_a 700000)")"
shown "a bank holds 70 % of the receivable, by the seller's signature"

# The seller signs 40 % away to another bank as well: the contract says why not, by an error whose types are in the ABI.
if REFUSAL=$(cast call --from "$(account bank_b)" "$FINANCE" "$(signature TradeFinance assign)" "$(assignment "$SECOND" bank_b 400000)" '[]' "$(sign mfr "$(assignment_data "$SECOND" bank_b 400000)")" 2>&1); then
  refuse "110 % of a receivable are refused"
fi
ERROR=$(signature TradeFinance ShareExceedsWhole)
DATA=$(grep -o 'data: "0x[0-9a-f]*' <<<"$REFUSAL" | cut -d '"' -f 2)
same "the refusal is $ERROR" "${DATA:0:10}" "$(cast sig "$ERROR")"
DECODED=$(cast decode-error --sig "$ERROR" "$DATA" | sed 's/ \[[^]]*\]//g' | tr '\n' ' ')
same "it names the receivable, what is assigned, and what was asked for" "$DECODED" "$RECEIVABLE 700000 400000 "

# --- 8. the payable slot, proven ------------------------------------------------------------------------------------------------------------------

# From contracts/finance/README.md: one word a receivable, at keccak256(abi.encode(receivable, erc7201("quaychain.TradeFinance"))).
SLOT=$(cast keccak "$(cast abi-encode 'f(bytes32,bytes32)' "$RECEIVABLE" "$(cast index-erc7201 quaychain.TradeFinance)")")
BLOCK=$(cast block-number)
PROOF=$(cast proof --block "$BLOCK" "$FINANCE" "$SLOT")
PROVEN=$(grep -o '"storageProof":\[{[^}]*}' <<<"$PROOF" | grep -o '"value":"[^"]*' | cut -d '"' -f 4)
PAYABLE=$(ask TradeFinance "$FINANCE" payableOf '(uint8,uint32,uint32,uint32,uint32,uint48,uint48)' "$RECEIVABLE")
# The view's fields in their bits, the lowest last: dueAt, agreedAt, paidToSeller, paid, assigned, version, status.
WORD=$(printf '0x%012x%012x%08x%08x%08x%08x%02x' "$(field 7 "$PAYABLE")" "$(field 6 "$PAYABLE")" "$(field 5 "$PAYABLE")" "$(field 4 "$PAYABLE")" "$(field 3 "$PAYABLE")" "$(field 2 "$PAYABLE")" "$(field 1 "$PAYABLE")")
same "the proven slot says what the view says" "$(cast to-uint256 "$PROVEN")" "$(cast to-uint256 "$WORD")"
same "agreed to pay, presented once, 70 % assigned, nothing paid" "$(field 1 "$PAYABLE") $(field 2 "$PAYABLE") $(field 3 "$PAYABLE") $(field 4 "$PAYABLE")" "2 1 700000 0"
# The proof hangs on the block: its first node is the state root's, and the account's storage root is the first node below.
same "the account's proof begins at the block's state root" "$(cast keccak "$(grep -o '"accountProof":\["[^"]*' <<<"$PROOF" | cut -d '"' -f 4)")" "$(cast block "$BLOCK" --field stateRoot)"
same "the slot's proof begins at the account's storage root" "$(cast keccak "$(grep -o '"storageProof":\[{[^}]*}' <<<"$PROOF" | grep -o '"proof":\["[^"]*' | cut -d '"' -f 4)")" "$(grep -o '"storageHash":"[^"]*' <<<"$PROOF" | cut -d '"' -f 4)"

echo "all that was to be shown was shown"
