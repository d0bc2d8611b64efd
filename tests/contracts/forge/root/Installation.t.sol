// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsortiumGovernor} from "contracts/access/ConsortiumGovernor.sol";
import {Admission, MemberStatus, Seat} from "contracts/access/IMemberRegistry.sol";
import {MemberRegistry} from "contracts/access/MemberRegistry.sol";
import {EventAnchor} from "contracts/anchoring/EventAnchor.sol";
import {RecordRegistry} from "contracts/records/RecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {DirectoryEntry, IConsortiumRoot, Installation} from "contracts/root/IConsortiumRoot.sol";
import {GenesisRoot} from "../support/GenesisRoot.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

/// @notice The founders' one installation. Here nothing is installed to begin with.
contract InstallationTest is InstalledConsortium {
    Installation private _installation;

    function setUp() public override {
        deploy();
    }

    function _install(Installation memory installation) private {
        bytes[] memory signatures = founderSignatures(root.installationDigest(installation));
        root.install(installation, signatures);
    }

    function _expectInstallRevert(Installation memory installation, bytes memory error) private {
        bytes[] memory signatures = founderSignatures(root.installationDigest(installation));
        vm.expectRevert(error);
        root.install(installation, signatures);
    }

    function test_genesis_namesConsortiumFoundersAndSetZero() public view {
        vm.assertEq(root.consortium(), CONSORTIUM);
        vm.assertEq(root.founders().length, FOUNDERS);
        vm.assertEq(root.founders()[2], vm.addr(founderKey(2)));
        vm.assertFalse(root.installed());
        vm.assertEq(root.currentValidatorSet(), 0);
        vm.assertEq(abi.encode(root.getValidators()), abi.encode(validators));
        vm.assertEq(root.validatorSet(0).digest, keccak256(abi.encode(uint256(0), validators)));
        vm.assertTrue(root.memberOfValidator(validators[1]) == GEAR);
        vm.assertEq(root.validatorCountOf(GEAR), 1);
        vm.assertEq(root.directorySize(), 0);
    }

    function test_install_byAnyoneWithAllSignatures() public {
        Installation memory installation = firstInstallation();
        bytes32 digest = root.installationDigest(installation);
        bytes[] memory signatures = founderSignatures(digest);
        vm.expectEmit(true, true, true, true, address(root));
        emit IConsortiumRoot.ConsortiumInstalled(CONSORTIUM, digest);
        vm.prank(address(0xBEEF));
        root.install(installation, signatures);

        vm.assertTrue(root.installed());
        vm.assertEq(root.directorySize(), 6);
        vm.assertEq(root.entryOf("EventAnchor").location, address(anchors));
        vm.assertEq(root.entryOf("EventAnchor").codeHash, address(anchors).codehash);
        (address location, address memberRegistry) = root.resolve("RecordRegistry");
        vm.assertEq(location, address(records));
        vm.assertEq(memberRegistry, address(registry));
        DirectoryEntry[] memory page = root.directory(4, 10);
        vm.assertEq(page.length, 2);
        vm.assertEq(page[1].name, "RecordRegistry");
        vm.assertEq(root.directory(6, 1).length, 0);
        vm.assertEq(registry.memberCount(), 17);
        vm.assertTrue(registry.memberOf(BUYER).status == MemberStatus.Active);
        vm.assertEq(registry.accountingMembersAt(time()), 4);
    }

    function test_install_digestIsEip712() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address verifying,,) =
            ConsortiumRootDomain(address(root)).eip712Domain();
        vm.assertEq(uint8(fields), 0x0f);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifying
            )
        );
        bytes32 empty = keccak256("");
        bytes32 content = keccak256(
            abi.encode(
                keccak256(
                    "Installation(bytes32 consortium,DirectoryEntry[] entries,Admission[] members)AccountAdmission(address account,uint8 purpose,uint48 validFrom,uint48 validUntil)Admission(bytes16 member,uint8 kind,uint8 seat,address recovery,AccountAdmission[] accounts,uint16 kem,bytes encryptionKey)DirectoryEntry(bytes32 name,address location,uint32 layoutVersion,bytes32 codeHash)"
                ),
                CONSORTIUM,
                empty,
                empty
            )
        );
        vm.assertEq(chainId, block.chainid);
        vm.assertEq(verifying, address(root));
        Installation memory nothing = Installation(CONSORTIUM, new DirectoryEntry[](0), new Admission[](0));
        vm.assertEq(root.installationDigest(nothing), keccak256(bytes.concat(hex"1901", domain, content)));
    }

    function test_install_digestIsOfThisChain() public {
        Installation memory installation = firstInstallation();
        bytes32 digest = root.installationDigest(installation);
        vm.chainId(block.chainid + 1);
        vm.assertTrue(root.installationDigest(installation) != digest);
    }

    function test_install_onlyOnce() public {
        Installation memory installation = firstInstallation();
        _install(installation);
        _expectInstallRevert(installation, abi.encodeWithSelector(IConsortiumRoot.AlreadyInstalled.selector));
    }

    function test_install_revertsForAnotherConsortium() public {
        Installation memory installation = firstInstallation();
        installation.consortium = "another";
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(IConsortiumRoot.ConsortiumMismatch.selector, CONSORTIUM, bytes32("another"))
        );
    }

    function test_install_revertsWithoutAFounder() public {
        Installation memory installation = firstInstallation();
        bytes[] memory all = founderSignatures(root.installationDigest(installation));
        bytes[] memory some = new bytes[](3);
        for (uint256 i = 0; i < 3; ++i) {
            some[i] = all[i];
        }
        vm.expectRevert(abi.encodeWithSelector(IConsortiumRoot.FounderSignatureCountMismatch.selector, 4, 3));
        root.install(installation, some);
    }

    function test_install_revertsOutOfOrder() public {
        Installation memory installation = firstInstallation();
        bytes[] memory signatures = founderSignatures(root.installationDigest(installation));
        (signatures[1], signatures[2]) = (signatures[2], signatures[1]);
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumRoot.FounderSignatureInvalid.selector, 1, vm.addr(founderKey(1)), vm.addr(founderKey(2))
            )
        );
        root.install(installation, signatures);
    }

    function test_install_revertsWhenOneFounderSignsTwice() public {
        Installation memory installation = firstInstallation();
        bytes[] memory signatures = founderSignatures(root.installationDigest(installation));
        signatures[3] = signatures[0];
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumRoot.FounderSignatureInvalid.selector, 3, vm.addr(founderKey(3)), vm.addr(founderKey(0))
            )
        );
        root.install(installation, signatures);
    }

    function test_install_revertsWithMalformedSignature() public {
        Installation memory installation = firstInstallation();
        bytes[] memory signatures = founderSignatures(root.installationDigest(installation));
        signatures[0] = hex"00";
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumRoot.FounderSignatureInvalid.selector, 0, vm.addr(founderKey(0)), address(0)
            )
        );
        root.install(installation, signatures);
    }

    /// @notice Whatever is changed after signing, no founder's signature fits any more.
    function test_install_signaturesCoverEveryField() public {
        for (uint256 field = 0; field < 12; ++field) {
            Installation memory installation = firstInstallation();
            bytes[] memory signatures = founderSignatures(root.installationDigest(installation));
            if (field == 0) installation.entries[5].name = "Other";
            if (field == 1) installation.entries[5].location = address(0xBAD);
            if (field == 2) installation.entries[5].layoutVersion = 2;
            if (field == 3) installation.entries[5].codeHash = "other";
            if (field == 4) installation.members[0].member = "other";
            if (field == 5) installation.members[4].seat = Seat.Accounting;
            if (field == 6) installation.members[0].recovery = address(0xBAD);
            if (field == 7) installation.members[3].accounts[1].account = address(0xBAD);
            if (field == 8) installation.members[3].accounts[1].validUntil = type(uint40).max;
            if (field == 9) installation.members[3].encryptionKey = hex"01";
            if (field == 10) installation.members[3].kem = 32;
            if (field == 11) installation.members[3].accounts[1].validFrom = time() + 1;
            vm.expectPartialRevert(IConsortiumRoot.FounderSignatureInvalid.selector);
            root.install(installation, signatures);
        }
    }

    function test_install_revertsForOtherCode() public {
        Installation memory installation = firstInstallation();
        installation.entries[4].codeHash = "expected";
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(
                IConsortiumRoot.CodeHashMismatch.selector,
                bytes32("EventAnchor"),
                address(anchors),
                bytes32("expected"),
                address(anchors).codehash
            )
        );
    }

    function test_install_revertsWhereNoCodeIs() public {
        Installation memory installation = firstInstallation();
        installation.entries[4].location = address(0xBAD);
        installation.entries[4].codeHash = keccak256("");
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(
                IConsortiumRoot.CodeHashMismatch.selector,
                bytes32("EventAnchor"),
                address(0xBAD),
                keccak256(""),
                bytes32(0)
            )
        );
    }

    function test_install_revertsWithoutNameOrLocation() public {
        Installation memory installation = firstInstallation();
        installation.entries[4].name = 0;
        _expectInstallRevert(installation, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        installation.entries[4].name = "EventAnchor";
        installation.entries[4].location = address(0);
        _expectInstallRevert(installation, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
    }

    function test_install_revertsForANameTwice() public {
        Installation memory installation = firstInstallation();
        installation.entries[5] = entry("EventAnchor", address(new EventAnchor(root, 1, 1)));
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(IConsortiumRoot.DirectoryEntryDuplicate.selector, bytes32("EventAnchor"))
        );
    }

    function test_install_revertsForAContractTwice() public {
        Installation memory installation = firstInstallation();
        installation.entries[5] = entry("Other", address(anchors));
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(
                IConsortiumRoot.LocationAlreadyEntered.selector, address(anchors), bytes32("EventAnchor")
            )
        );
    }

    function test_install_revertsWithoutTheThree() public {
        bytes32[3] memory names =
            [bytes32("AccessManager"), bytes32("ConsortiumGovernor"), bytes32("MemberRegistry")];
        for (uint256 missing = 0; missing < 3; ++missing) {
            Installation memory installation = firstInstallation();
            DirectoryEntry[] memory fewer = new DirectoryEntry[](5);
            for (uint256 i = 0; i < 5; ++i) {
                fewer[i] = installation.entries[i < missing ? i : i + 1];
            }
            installation.entries = fewer;
            _expectInstallRevert(
                installation,
                abi.encodeWithSelector(IConsortiumErrors.DirectoryEntryMissing.selector, names[missing])
            );
        }
    }

    function test_install_revertsForAnotherRootsContract() public {
        Installation memory installation = firstInstallation();
        installation.entries[5] = entry("RecordRegistry", address(new RecordRegistry(IConsortiumRoot(address(0xC1)))));
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(IConsortiumRoot.InstallationInconsistent.selector, bytes32("RecordRegistry"))
        );
    }

    function test_install_revertsForAnotherNamesContract() public {
        Installation memory installation = firstInstallation();
        installation.entries[5].name = "OrderFulfilment";
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(IConsortiumRoot.InstallationInconsistent.selector, bytes32("OrderFulfilment"))
        );
    }

    function test_install_revertsForAnotherAuthority() public {
        Installation memory installation = firstInstallation();
        installation.entries[2] = entry("MemberRegistry", address(new MemberRegistry(root, DEPLOYER)));
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(IConsortiumRoot.InstallationInconsistent.selector, bytes32("MemberRegistry"))
        );
    }

    function test_install_revertsForAnotherGovernorsAccessManager() public {
        Installation memory installation = firstInstallation();
        ConsortiumGovernor other = new ConsortiumGovernor(root, 1, 1, 1);
        installation.entries[1] = entry("ConsortiumGovernor", address(other));
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(IConsortiumRoot.InstallationInconsistent.selector, bytes32("ConsortiumGovernor"))
        );
    }

    function test_install_revertsWhenAValidatorsMemberHasNoSeat() public {
        Installation memory installation = firstInstallation();
        installation.members[1].seat = Seat.Query;
        _expectInstallRevert(
            installation,
            abi.encodeWithSelector(IConsortiumRoot.ValidatorMemberNotAccounting.selector, validators[1], GEAR)
        );
    }

    /// @notice What stands under the names of the first three must answer as they do: nothing, or something else, is
    /// one and the same error.
    function test_install_revertsForContractsThatDoNotAnswer() public {
        bytes32[2] memory names = [bytes32("ConsortiumGovernor"), bytes32("MemberRegistry")];
        for (uint256 i = 0; i < names.length; ++i) {
            Installation memory installation = firstInstallation();
            installation.entries[i + 1] = entry(names[i], address(new Impostor(root, names[i])));
            _expectInstallRevert(
                installation, abi.encodeWithSelector(IConsortiumRoot.InstallationInconsistent.selector, names[i])
            );
        }
    }

    /// @notice A registry that somebody filled before is not the one that the founders agreed on.
    function test_install_revertsForARegistryWithMembers() public {
        vm.mockCall(address(registry), abi.encodeWithSelector(registry.memberCount.selector), abi.encode(1));
        _expectInstallRevert(
            firstInstallation(),
            abi.encodeWithSelector(IConsortiumRoot.InstallationInconsistent.selector, bytes32("MemberRegistry"))
        );
    }

    function test_install_revertsWhenAMemberHasThreeValidators() public {
        bytes16[] memory members = new bytes16[](4);
        (members[0], members[1], members[2], members[3]) = (MANUFACTURER, GEAR, GEAR, GEAR);
        GenesisRoot.place(address(root), CONSORTIUM, root.founders(), validators, members);
        _expectInstallRevert(
            firstInstallation(),
            abi.encodeWithSelector(IConsortiumRoot.TooManyValidatorsOfMember.selector, GEAR, 2)
        );
    }

    function test_install_revertsWithoutFounders() public {
        address[] memory nobody = new address[](0);
        bytes16[] memory members = new bytes16[](4);
        (members[0], members[1], members[2], members[3]) = (MANUFACTURER, GEAR, DRIVE, CUSTOMS_HOME);
        GenesisRoot.place(address(root), CONSORTIUM, nobody, validators, members);
        Installation memory installation = firstInstallation();
        vm.expectRevert(abi.encodeWithSelector(IConsortiumRoot.FounderSignatureCountMismatch.selector, 0, 0));
        root.install(installation, new bytes[](0));
    }

    function test_beforeInstallation_theRootDoesNothingElse() public {
        address[3] memory callers = [DEPLOYER, address(governor), vm.addr(founderKey(0))];
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory error = abi.encodeWithSelector(IConsortiumRoot.NotInstalled.selector);
            vm.startPrank(callers[i]);
            vm.expectRevert(error);
            root.addValidator(address(1), MANUFACTURER);
            vm.expectRevert(error);
            root.removeValidator(validators[0]);
            DirectoryEntry memory given = entry("EventAnchor", address(anchors));
            vm.expectRevert(error);
            root.setEntry(given);
            vm.stopPrank();
        }
    }

    function test_beforeInstallation_noContractTakesWrites() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.NotInDirectory.selector, bytes32("EventAnchor"), address(anchors)
            )
        );
        anchors.openStream("stream", "partition");
        Admission[] memory none = new Admission[](0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.NotInDirectory.selector, bytes32("MemberRegistry"), address(registry)
            )
        );
        registry.admitFirst(none);
    }
}

/// @notice Says whose it is, and nothing else.
contract Impostor {
    IConsortiumRoot public root;
    bytes32 public contractName;

    constructor(IConsortiumRoot root_, bytes32 name) {
        root = root_;
        contractName = name;
    }
}

interface ConsortiumRootDomain {
    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory);
}
