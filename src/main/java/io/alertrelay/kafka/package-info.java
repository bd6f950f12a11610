/**
 * Kafka as the relay uses it: topics, offsets that move only over settled records, client settings. Must not know
 * alerts, and of Camel only the factory by which it creates clients; nor the broker of this process, which is
 * {@code kafka.embedded}.
 *
 * <p>Who does what:
 *
 * <pre>
 *  clients      KafkaClients makes them all; OpenClients and Renewable replace them, for FailedClients, StaleClients
 *               and a wall clock that was set back; GuardedConsumer, PollGuard, ClientFailure;
 *               BrokerSettings, MessageSize
 *  is it there  BrokerProbe, BrokerFinding
 *  consumes     SettlingConsumer polls and commits what OffsetTracker (PartitionOffsets) says is settled:
 *               OffsetCommits, CommitPace; Preparations and StateReads before a partition is handled; SetBack,
 *               TopicMarks, TopicIds: is it the topic that the offsets belong to; DamagedRecords, DamagedFetches;
 *               SettlingClients
 *  shares       Membership, SpreadAssignor, StaticMember; PartitionHandOver, PartitionListener; Lease,
 *               MembershipCheck: are the partitions still this relay's; WebhookPartitions, PartitionMove,
 *               MorePartitions
 *  writes       Lanes: a Lane for each partition, Batch, Outgoing, Load; TopicWriter; WriteFault
 *  reads        TopicReader, TopicFollower; RecordSieve, FollowedRecord, SkippedRecords, RecordFault
 *  topics       TopicNames, RelayTopics, TopicSpec; TopicSetup makes and checks them by TopicRequirements
 *               (TopicMistake, UnfitTopicException); TopicWatch and SettingsCheck go on to; TopicFaults,
 *               TopicFault, OffsetRanges
 *  offsets      GroupOffsets, NotedOffset, KeptCommits; Backlog, TopicLags, Lag: what waits; OldRecords: what is
 *               deleted
 *  moves        TopicsCopy: LogCopy, FillerRecords, CopiedIds; LogDigest: is it the same; NotCopiedException
 *  beside it    KafkaRecords: between the relay's records and Kafka's
 * </pre>
 */
@NullMarked
package io.alertrelay.kafka;

import org.jspecify.annotations.NullMarked;
