package org.archivevault.standalone.broker;

import java.util.List;

/**
 * Who may connect to the broker, and which topics are its own.
 *
 * @param userName also the prefix that its client ids must start with
 * @param password compared in constant time
 * @param topicFilters what it may publish to and subscribe to, and nothing else
 */
public record BrokerAccount(String userName, String password, List<String> topicFilters) {
    public BrokerAccount {
        topicFilters = List.copyOf(topicFilters);
    }

    @Override
    public String toString() {
        return "BrokerAccount[" + userName + "]";
    }
}
