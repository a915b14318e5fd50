package org.archivevault.server.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.identity.Role;
import org.archivevault.server.shelving.BlockViews;
import org.archivevault.server.shelving.CommandLink;

/**
 * Who may retrieve what, and whether a block may be asked to move. One rule, one wording, one code. The same rules
 * answer the request and the question "may I?"; none of them looks at the queue, since to wait is not to be refused.
 */
public final class RetrievalRules {
    /** Who may retrieve. */
    public static final Set<Role> MAY_RETRIEVE = Set.of(Role.ARCHIVIST);

    private final SitePlan plan;
    private final BlockViews views;
    private final CommandLink link;

    /**
     * @param plan which edge drives which block
     * @param views what forbids each block to move now
     * @param link whether an edge can be reached now
     */
    public RetrievalRules(SitePlan plan, BlockViews views, CommandLink link) {
        this.plan = plan;
        this.views = views;
        this.link = link;
    }

    /**
     * Whether a person may have the aisle of a pack opened now.
     *
     * @param who the person
     * @param place the pack and where it is
     * @return every reason against it; empty when it may be asked for
     */
    public List<Refusal> mayOpen(Principal who, PackPlace place) {
        List<Refusal> found = new ArrayList<>(ofPerson(who));
        found.addAll(ofPack(place));
        place.address().flatMap(this::aisleOf).ifPresent(aisle -> found.addAll(ofMotion(aisle)));
        return List.copyOf(found);
    }

    /**
     * The weightiest reason alone: the rules behind it are not asked, since this is asked for every look-up.
     *
     * @param who the person
     * @param place the pack and where it is
     * @return the first of {@link #mayOpen}
     */
    public Optional<Refusal> weightiest(Principal who, PackPlace place) {
        return first(ofPerson(who))
                .or(() -> first(ofPack(place)))
                .or(() -> place.address().flatMap(this::aisleOf).flatMap(aisle -> first(ofMotion(aisle))));
    }

    private static Optional<Refusal> first(List<Refusal> refusals) {
        return refusals.isEmpty() ? Optional.empty() : Optional.of(refusals.get(0));
    }

    /** What is against the person, whatever the pack. */
    List<Refusal> ofPerson(Principal who) {
        return listed(refuseWhenRoleMayNotRetrieve(who));
    }

    /** What is against the pack, whatever the block does. */
    List<Refusal> ofPack(PackPlace place) {
        return listed(
                refuseWhenPackIsOut(place),
                refuseWhenPackIsMissing(place),
                refuseWhenPlaceIsUnknown(place),
                refuseWhenTwoPeopleAreNeeded(place),
                refuseWhenSlotIsNotInPlan(place));
    }

    /** What is against moving the block now. */
    List<Refusal> ofMotion(AisleId aisle) {
        List<Refusal> found =
                new ArrayList<>(listed(refuseWhenBrokerIsAway(), refuseWhenEdgeClockIsUnknown(aisle.block())));
        for (Obstacle obstacle : views.obstaclesOf(aisle.block())) {
            Refusal refusal = Refusal.of(obstacle);
            if (!found.contains(refusal)) {
                found.add(refusal);
            }
        }
        return found;
    }

    @SafeVarargs
    private static List<Refusal> listed(Optional<Refusal>... rules) {
        List<Refusal> found = new ArrayList<>(1);
        for (Optional<Refusal> rule : rules) {
            if (rule.isPresent()) {
                found.add(rule.get());
            }
        }
        return found;
    }

    /**
     * The aisle that must be open to reach a slot.
     *
     * @param address any slot
     * @return empty when the face looks outwards, or the plan does not have the block
     */
    Optional<AisleId> aisleOf(ShelfAddress address) {
        return plan.block(address.block()).flatMap(block -> block.aisleFor(address));
    }

    private static Optional<Refusal> refuseWhenRoleMayNotRetrieve(Principal who) {
        return when(
                !who.hasAny(MAY_RETRIEVE),
                ErrorCode.NOT_ALLOWED,
                Role.ARCHIVIST.title().zh() + " / " + Role.ARCHIVIST.title().en());
    }

    private static Optional<Refusal> refuseWhenPackIsOut(PackPlace place) {
        return when(place.state() == PackPlace.State.OUT, ErrorCode.PACK_OUT, place.pack());
    }

    private static Optional<Refusal> refuseWhenPackIsMissing(PackPlace place) {
        return when(place.state() == PackPlace.State.MISSING, ErrorCode.PACK_MISSING, place.pack());
    }

    private static Optional<Refusal> refuseWhenPlaceIsUnknown(PackPlace place) {
        return when(place.state() == PackPlace.State.UNKNOWN, ErrorCode.PACK_LOCATION_UNKNOWN, place.pack());
    }

    private static Optional<Refusal> refuseWhenTwoPeopleAreNeeded(PackPlace place) {
        return when(place.needsTwoPeople(), ErrorCode.PACK_NEEDS_TWO_PEOPLE, place.pack());
    }

    private Optional<Refusal> refuseWhenSlotIsNotInPlan(PackPlace place) {
        return place.address()
                .filter(address -> plan.block(address.block())
                        .filter(b -> b.hasSlot(address))
                        .isEmpty())
                .map(address -> Refusal.of(new Obstacle(RefusalCode.NO_SUCH_AISLE, address.positionCode())));
    }

    private Optional<Refusal> refuseWhenBrokerIsAway() {
        return when(!link.connected(), ErrorCode.BROKER_UNAVAILABLE);
    }

    /** Without its clock no command can carry a deadline that the edge could judge (I3). */
    private Optional<Refusal> refuseWhenEdgeClockIsUnknown(BlockId block) {
        Optional<EdgeId> edge = plan.edgeOf(block);
        return edge.filter(e -> link.edgeNow(e).isEmpty())
                .map(e -> Refusal.of(new Obstacle(RefusalCode.EDGE_OFFLINE, e.value())));
    }

    private static Optional<Refusal> when(boolean refused, ErrorCode error, Object... values) {
        return refused ? Optional.of(Refusal.of(error, values)) : Optional.empty();
    }
}
