// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry, MemberStatus} from "contracts/access/IMemberRegistry.sol";
import {
    CodeList,
    DocumentType,
    Grant,
    GrantStatus,
    IRecordRegistry,
    Publication,
    Record,
    RecordStatus,
    RecordVersion,
    Revision
} from "contracts/records/IRecordRegistry.sol";
import {IConsortiumErrors} from "contracts/root/IConsortiumErrors.sol";
import {InstalledConsortium} from "../support/InstalledConsortium.sol";

contract RecordRegistryTest is InstalledConsortium {
    bytes32 private constant RECORD = "record";
    bytes32 private constant SUBJECT = "order";
    bytes32 private constant COMMITMENT = "commitment";

    function _publication() private view returns (Publication memory) {
        return Publication(
            RECORD,
            DocumentType(CodeList.UNTDID1001, 380, 2),
            SUBJECT,
            "root",
            "digest",
            0x55,
            time() - 10,
            time() + 1000,
            COMMITMENT
        );
    }

    function _revision() private view returns (Revision memory) {
        return Revision(3, "root 2", "digest 2", 0x70, time(), 0, 0);
    }

    function _publish() private {
        vm.prank(operations(MANUFACTURER));
        records.publish(_publication());
    }

    function _expectPublishRevert(Publication memory publication, bytes memory error) private {
        vm.expectRevert(error);
        vm.prank(operations(MANUFACTURER));
        records.publish(publication);
    }

    function test_publish() public {
        vm.expectEmit(true, true, true, true, address(records));
        emit IRecordRegistry.RecordPublished(
            RECORD,
            MANUFACTURER,
            SUBJECT,
            1,
            DocumentType(CodeList.UNTDID1001, 380, 2),
            "root",
            "digest",
            0x55,
            time() - 10,
            time() + 1000
        );
        vm.expectEmit(true, true, true, true, address(records));
        emit IRecordRegistry.GrantsCommitted(RECORD, 1, COMMITMENT);
        _publish();
        Record memory record = records.recordOf(RECORD);
        vm.assertTrue(record.issuer == MANUFACTURER && record.status == RecordStatus.Published);
        vm.assertEq(record.issuerAccount, operations(MANUFACTURER));
        vm.assertTrue(record.documentType.codeList == CodeList.UNTDID1001);
        vm.assertEq(record.documentType.code, 380);
        vm.assertEq(record.documentType.subtype, 2);
        vm.assertEq(record.version, 1);
        vm.assertEq(record.subject, SUBJECT);
        vm.assertEq(record.publishedAt, time());
        vm.assertEq(record.validFrom, time() - 10);
        vm.assertEq(record.validUntil, time() + 1000);
        vm.assertEq(record.revokedAt, 0);
        RecordVersion memory version = records.versionOf(RECORD, 1);
        vm.assertEq(version.root, "root");
        vm.assertEq(version.cidDigest, "digest");
        vm.assertEq(version.cidCodec, 0x55);
        vm.assertEq(version.subtype, 2);
        vm.assertTrue(records.grantOf(RECORD, 1, COMMITMENT).status == GrantStatus.Committed);
    }

    function test_publish_withoutEndOrGrants() public {
        Publication memory publication = _publication();
        publication.validUntil = 0;
        publication.grantsCommitment = 0;
        vm.prank(operations(MANUFACTURER));
        records.publish(publication);
        vm.assertEq(records.recordOf(RECORD).validUntil, 0);
    }

    function test_publish_revertsByCause() public {
        Publication memory publication = _publication();
        publication.record = 0;
        _expectPublishRevert(publication, abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        publication = _publication();
        publication.documentType.codeList = CodeList.None;
        _expectPublishRevert(
            publication, abi.encodeWithSelector(IRecordRegistry.DocumentTypeInvalid.selector, CodeList.None, 380)
        );
        publication = _publication();
        publication.documentType.code = 0;
        _expectPublishRevert(
            publication, abi.encodeWithSelector(IRecordRegistry.DocumentTypeInvalid.selector, CodeList.UNTDID1001, 0)
        );
        for (uint256 field = 0; field < 3; ++field) {
            publication = _publication();
            if (field == 0) publication.root = 0;
            if (field == 1) publication.cidDigest = 0;
            if (field == 2) publication.cidCodec = 0x71;
            _expectPublishRevert(
                publication,
                abi.encodeWithSelector(
                    IRecordRegistry.RecordContentInvalid.selector,
                    RECORD,
                    publication.root,
                    publication.cidDigest,
                    publication.cidCodec
                )
            );
        }
        publication = _publication();
        publication.validUntil = publication.validFrom;
        _expectPublishRevert(
            publication,
            abi.encodeWithSelector(
                IConsortiumErrors.ValidityPeriodInvalid.selector, publication.validFrom, publication.validFrom
            )
        );
        _publish();
        publication = _publication();
        _expectPublishRevert(
            publication, abi.encodeWithSelector(IRecordRegistry.RecordAlreadyPublished.selector, RECORD)
        );
        vm.expectPartialRevert(IMemberRegistry.AccountPurposeMismatch.selector);
        vm.prank(oracle(MANUFACTURER));
        records.publish(publication);
    }

    function test_publishVersion_isTheNext() public {
        _publish();
        pass(100);
        Revision memory revision = _revision();
        vm.startPrank(operations(MANUFACTURER));
        uint32[3] memory wrong = [uint32(0), 1, 3];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IRecordRegistry.RecordVersionMismatch.selector, RECORD, 2, wrong[i])
            );
            records.publishVersion(RECORD, wrong[i], revision);
        }
        vm.expectEmit(true, true, true, true, address(records));
        emit IRecordRegistry.RecordPublished(
            RECORD,
            MANUFACTURER,
            SUBJECT,
            2,
            DocumentType(CodeList.UNTDID1001, 380, 3),
            "root 2",
            "digest 2",
            0x70,
            time(),
            0
        );
        records.publishVersion(RECORD, 2, revision);
        vm.stopPrank();
        Record memory record = records.recordOf(RECORD);
        vm.assertEq(record.version, 2);
        vm.assertEq(record.documentType.code, 380);
        vm.assertEq(record.documentType.subtype, 3);
        vm.assertEq(record.publishedAt, time());
        vm.assertEq(record.validUntil, 0);
        // The version before stays as it was.
        vm.assertEq(records.versionOf(RECORD, 1).root, "root");
        vm.assertEq(records.versionOf(RECORD, 1).publishedAt, time() - 100);
        vm.assertEq(records.versionOf(RECORD, 3).publishedAt, 0);
    }

    function test_publishVersion_onlyTheIssuer() public {
        Revision memory revision = _revision();
        vm.expectRevert(abi.encodeWithSelector(IRecordRegistry.UnknownRecord.selector, RECORD));
        vm.prank(operations(MANUFACTURER));
        records.publishVersion(RECORD, 1, revision);
        _publish();
        bytes memory error =
            abi.encodeWithSelector(IRecordRegistry.NotRecordIssuer.selector, RECORD, MANUFACTURER, GEAR);
        vm.startPrank(operations(GEAR));
        vm.expectRevert(error);
        records.publishVersion(RECORD, 2, revision);
        vm.expectRevert(error);
        records.revoke(RECORD, 1);
        vm.expectRevert(error);
        records.commitGrants(RECORD, 1, "another");
        vm.expectRevert(error);
        records.endGrant(RECORD, 1, COMMITMENT);
        vm.stopPrank();
    }

    function test_publishVersion_byAnotherAccountOfTheIssuer() public {
        _publish();
        vm.prank(governance(MANUFACTURER));
        registry.rotateAccount(operations(MANUFACTURER), address(0xA1), 0);
        vm.prank(address(0xA1));
        records.publishVersion(RECORD, 2, _revision());
        vm.assertEq(records.recordOf(RECORD).issuerAccount, address(0xA1));
        vm.assertEq(records.versionOf(RECORD, 1).issuerAccount, operations(MANUFACTURER));
    }

    function test_revoke_isForGood() public {
        _publish();
        pass(100);
        vm.expectEmit(true, true, true, true, address(records));
        emit IRecordRegistry.RecordRevoked(RECORD, MANUFACTURER, 1, 9);
        vm.startPrank(operations(MANUFACTURER));
        records.revoke(RECORD, 9);
        Record memory record = records.recordOf(RECORD);
        vm.assertTrue(record.status == RecordStatus.Revoked);
        vm.assertEq(record.revokedAt, time());
        vm.assertEq(record.reasonCode, 9);
        bytes memory error = abi.encodeWithSelector(IRecordRegistry.RecordIsRevoked.selector, RECORD, time());
        vm.expectRevert(error);
        records.revoke(RECORD, 9);
        vm.expectRevert(error);
        records.publishVersion(RECORD, 2, _revision());
        vm.expectRevert(error);
        records.commitGrants(RECORD, 1, "another");
        records.endGrant(RECORD, 1, COMMITMENT);
        vm.stopPrank();
    }

    function test_grants_commitAndEnd() public {
        _publish();
        bytes32 more = "more";
        vm.startPrank(operations(MANUFACTURER));
        records.commitGrants(RECORD, 1, more);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRecordRegistry.GrantStatusMismatch.selector, RECORD, 1, more, GrantStatus.Committed
            )
        );
        records.commitGrants(RECORD, 1, more);
        pass(10);
        vm.expectEmit(true, true, true, true, address(records));
        emit IRecordRegistry.GrantEnded(RECORD, 1, more);
        records.endGrant(RECORD, 1, more);
        Grant memory grant = records.grantOf(RECORD, 1, more);
        vm.assertTrue(grant.status == GrantStatus.Ended);
        vm.assertEq(grant.committedAt, time() - 10);
        vm.assertEq(grant.endedAt, time());
        vm.expectRevert(
            abi.encodeWithSelector(
                IRecordRegistry.GrantStatusMismatch.selector, RECORD, 1, more, GrantStatus.Ended
            )
        );
        records.endGrant(RECORD, 1, more);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRecordRegistry.GrantStatusMismatch.selector, RECORD, 2, more, GrantStatus.None
            )
        );
        records.endGrant(RECORD, 2, more);
        vm.expectRevert(abi.encodeWithSelector(IRecordRegistry.UnknownRecordVersion.selector, RECORD, 2));
        records.commitGrants(RECORD, 2, "another");
        vm.expectRevert(abi.encodeWithSelector(IRecordRegistry.UnknownRecordVersion.selector, RECORD, 0));
        records.commitGrants(RECORD, 0, "another");
        vm.expectRevert(abi.encodeWithSelector(IConsortiumErrors.IdentifierMissing.selector));
        records.commitGrants(RECORD, 1, 0);
        vm.stopPrank();
    }

    /// @notice Each version has its own grants; a grant that ended does not begin again, and a newer version or a
    /// revocation ends none of them.
    function test_grants_ofEachVersion() public {
        _publish();
        vm.startPrank(operations(MANUFACTURER));
        records.publishVersion(RECORD, 2, _revision());
        vm.assertTrue(records.grantOf(RECORD, 1, COMMITMENT).status == GrantStatus.Committed);
        vm.assertTrue(records.grantOf(RECORD, 2, COMMITMENT).status == GrantStatus.None);
        vm.expectEmit(true, true, true, true, address(records));
        emit IRecordRegistry.GrantsCommitted(RECORD, 2, COMMITMENT);
        records.commitGrants(RECORD, 2, COMMITMENT);
        records.commitGrants(RECORD, 1, "later, to the older one");
        records.endGrant(RECORD, 1, COMMITMENT);
        vm.assertTrue(records.grantOf(RECORD, 1, COMMITMENT).status == GrantStatus.Ended);
        vm.assertTrue(records.grantOf(RECORD, 2, COMMITMENT).status == GrantStatus.Committed);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRecordRegistry.GrantStatusMismatch.selector, RECORD, 1, COMMITMENT, GrantStatus.Ended
            )
        );
        records.commitGrants(RECORD, 1, COMMITMENT);
        records.revoke(RECORD, 1);
        vm.assertTrue(records.grantOf(RECORD, 2, COMMITMENT).status == GrantStatus.Committed);
        pass(5);
        records.endGrant(RECORD, 2, COMMITMENT);
        vm.assertEq(records.grantOf(RECORD, 2, COMMITMENT).endedAt, time());
        vm.stopPrank();
    }

    /// @notice A suspended issuer does nothing with its records, and nobody else does it for it.
    function test_suspendedIssuer() public {
        _publish();
        vm.prank(address(governor));
        registry.suspend(MANUFACTURER, 1);
        bytes memory error =
            abi.encodeWithSelector(IMemberRegistry.MemberNotActive.selector, MANUFACTURER, MemberStatus.Suspended);
        Revision memory revision = _revision();
        vm.startPrank(operations(MANUFACTURER));
        vm.expectRevert(error);
        records.publishVersion(RECORD, 2, revision);
        vm.expectRevert(error);
        records.revoke(RECORD, 1);
        vm.expectRevert(error);
        records.commitGrants(RECORD, 1, "more");
        vm.expectRevert(error);
        records.endGrant(RECORD, 1, COMMITMENT);
        vm.stopPrank();
        vm.assertTrue(records.recordOf(RECORD).status == RecordStatus.Published);
    }

    /// @notice What one record goes through leaves another one as it was.
    function test_nothingElseChanges() public {
        Publication memory another = _publication();
        another.record = "another";
        vm.prank(operations(GEAR));
        records.publish(another);
        bytes32 before = keccak256(
            abi.encode(records.recordOf("another"), records.versionOf("another", 1), records.versionOf("another", 2))
        );
        _publish();
        vm.startPrank(operations(MANUFACTURER));
        records.publishVersion(RECORD, 2, _revision());
        records.revoke(RECORD, 3);
        vm.stopPrank();
        vm.assertEq(
            keccak256(
                abi.encode(
                    records.recordOf("another"), records.versionOf("another", 1), records.versionOf("another", 2)
                )
            ),
            before
        );
        // The version that was newest when it was revoked is told.
        vm.assertEq(records.recordOf(RECORD).version, 2);
        vm.assertEq(records.versionOf(RECORD, 1).validUntil, time() + 1000);
        vm.assertEq(records.versionOf(RECORD, 2).issuerAccount, operations(MANUFACTURER));
    }

    function test_revisions_revertByCause() public {
        _publish();
        Revision memory revision = _revision();
        revision.root = 0;
        vm.startPrank(operations(MANUFACTURER));
        vm.expectRevert(
            abi.encodeWithSelector(
                IRecordRegistry.RecordContentInvalid.selector, RECORD, bytes32(0), bytes32("digest 2"), uint8(0x70)
            )
        );
        records.publishVersion(RECORD, 2, revision);
        revision = _revision();
        revision.validUntil = revision.validFrom;
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsortiumErrors.ValidityPeriodInvalid.selector, revision.validFrom, revision.validFrom
            )
        );
        records.publishVersion(RECORD, 2, revision);
        vm.stopPrank();
        vm.assertEq(records.recordOf(RECORD).version, 1);
    }
}
