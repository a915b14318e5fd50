package org.archivevault.server.retrieval;

import java.util.List;
import java.util.Optional;
import org.archivevault.protocol.pack.BusinessOrderNo;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.http.ErrorCode;

/**
 * Which pack of an order is meant. Pure.
 *
 * @param place the pack; empty when there is none to choose
 * @param refusals why not; empty when there is one
 */
record PackChoice(Optional<PackPlace> place, List<Refusal> refusals) {
    /**
     * Chooses: the one that was named, or the first that is on the shelf, or the first at all, whose state then says why
     * it cannot be had.
     *
     * @param order the order
     * @param places its packs
     * @param named the pack that was named, if one was
     * @return the choice
     */
    static PackChoice of(BusinessOrderNo order, List<PackPlace> places, Optional<PackNo> named) {
        Optional<PackPlace> chosen = named.isPresent()
                ? places.stream().filter(p -> p.pack().equals(named.get())).findFirst()
                : places.stream()
                        .filter(p -> p.state() == PackPlace.State.ON_SHELF)
                        .findFirst()
                        .or(() -> places.stream().findFirst());
        if (chosen.isPresent()) {
            return new PackChoice(chosen, List.of());
        }
        Object missing = named.<Object>map(pack -> pack).orElse(order);
        return new PackChoice(Optional.empty(), List.of(Refusal.of(ErrorCode.PACK_NOT_FOUND, missing)));
    }
}
