package org.archivevault.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IncomingRoomTest {
    @Test
    void admitsWhatFitsAndCountsTheRest() {
        // GIVEN room for 3 messages of 100 bytes together, each of 60 at most
        IncomingRoom room = new IncomingRoom(new MqttSettings.Incoming(60, 3, 100));
        // THEN a larger one never fits
        assertThat(room.admit(61)).isFalse();
        // AND neither does one too many bytes, nor one too many messages
        assertThat(room.admit(60)).isTrue();
        assertThat(room.admit(41)).isFalse();
        assertThat(room.admit(40)).isTrue();
        assertThat(room.admit(0)).isTrue();
        assertThat(room.admit(0)).isFalse();
        // AND there is room again when one has been handled
        room.handled(60);
        assertThat(room.admit(50)).isTrue();
        assertThat(room.tooLarge()).isEqualTo(1);
        assertThat(room.tooMany()).isEqualTo(2);
    }
}
