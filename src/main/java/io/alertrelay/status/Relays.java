package io.alertrelay.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.alertrelay.channels.AccountShare;
import io.alertrelay.record.RelayVersion;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * The relays that share the work, what each of them runs, and with them the account's rate (class {@link
 * AccountShare}). Every relay is one member of the routing group. Updated every few seconds; while Kafka does not
 * answer, the last answer counts. A killed relay is counted until its session ends, so the others send less for a
 * while, never more.
 */
public final class Relays implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** After this many failures in a row the topic counts as unreadable or unwritable. */
    private static final int LASTING = 3;

    private final Admin admin;
    private final String group;
    private final RelayVersions versions;
    private final Optional<AccountShare> share;
    private final Repeated looks;
    private int failures;
    private volatile RoutingGroup routing = RoutingGroup.UNKNOWN;
    private volatile List<Member> latest = List.of();

    /**
     * @param share of the account's rate, if there can be other relays
     * @param stage where it reports progress
     */
    public Relays(Admin admin, String group, RelayVersions versions, Optional<AccountShare> share, Stage stage) {
        this.admin = admin;
        this.group = group;
        this.versions = versions;
        this.share = share;
        this.looks = new Repeated("relays", stage, Duration.ZERO, EVERY, this::look);
    }

    /** Begins to count them. */
    public void start() {
        looks.start();
    }

    /** How many there are, this one included. */
    int size() {
        return Math.max(1, routing.members().size());
    }

    /** The part of the account's rate that this relay uses now: all of it if there can be no other. */
    double accountPart() {
        return share.map(AccountShare::used).orElse(1.0);
    }

    /** All of them and what each runs, this one first. The state of another one may be some seconds old. */
    public List<Member> members() {
        return Stream.concat(Stream.of(Member.of(versions.own(), true)), latest.stream())
                .toList();
    }

    private void look() {
        count();
        try {
            versions.refresh(
                    routing.members().stream().map(MemberDescription::clientId).toList());
            latest = others();
            if (share.isPresent()) {
                share(share.get());
            }
            failures = 0;
        } catch (ExecutionException | RuntimeException e) {
            // The others' last statements still count, and what is new here is written next time.
            failures++;
            if (failures >= LASTING) {
                share.ifPresent(s -> s.cutOff(size()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void share(AccountShare account) throws ExecutionException, InterruptedException {
        Set<String> atWork = routing.members().stream()
                .map(MemberDescription::clientId)
                .collect(Collectors.toCollection(HashSet::new));
        atWork.add(versions.own().relay());
        account.refresh(atWork, versions::catchUp);
    }

    /** Whether another relay has the partition, or had it before the partitions that are being assigned again. */
    public boolean elsewhere(TopicPartition partition) {
        return routing.hasElsewhere(partition, versions.own().relay());
    }

    private List<Member> others() {
        return routing.besides(versions.own().relay())
                .map(member -> versions.of(member.clientId())
                        .map(version -> Member.of(version, false))
                        .orElseGet(() -> new Member(member.clientId(), member.host(), Optional.empty(), false)))
                .toList();
    }

    private void count() {
        try {
            routing = routing.with(Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // The last count still applies.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (looks.close(PATIENCE)) {
            versions.close();
        }
    }

    /**
     * A relay that shares the work.
     *
     * @param relay its name among them
     * @param host where it is
     * @param version what it runs; empty if it has not stated that yet
     * @param self whether it is this one
     */
    public record Member(
            String relay,
            String host,

            @JsonUnwrapped @JsonIgnoreProperties({"relay", "host"})
            Optional<RelayVersion> version,

            @JsonProperty("this") boolean self) {
        static Member of(RelayVersion version, boolean self) {
            return new Member(version.relay(), version.host(), Optional.of(version), self);
        }
    }
}
