package org.archivevault.server.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order that was found.
 *
 * @param orderNo its number
 * @param customerNo its customer
 * @param customerName the customer's name
 * @param kind kind of business; null when none is registered
 * @param filedOn ISO date of filing; null when none is registered
 * @param packs how many packs it lies in
 * @param states the states of its packs, each once
 * @param matched what matched
 */
public record Hit(
        String orderNo,
        String customerNo,
        String customerName,
        @Nullable String kind,
        @Nullable String filedOn,
        long packs,
        List<String> states,
        Matched matched) {
    /**
     * What matched.
     *
     * @param field {@code order-no}, {@code customer-no}, {@code customer-name}, {@code pack-no} or {@code barcode}
     * @param text its whole text
     * @param near false when the text begins with (a name: contains) what was typed; true when it is a typing error away
     */
    public record Matched(String field, String text, boolean near) {}
}
