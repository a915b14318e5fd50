package org.archivevault.server.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.archivevault.protocol.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'on-days','days':['monday','sunday'],'by':'17:30'}",
                "{'kind':'monthly','day':31,'by':'08:00'}",
                "{'kind':'every','everyDays':90,'by':'18:00'}"
            })
    void aRhythmIsWrittenAsItWasRead(String text) {
        JsonObject json = new JsonObject(text.replace('\'', '"'));
        assertThat(new JsonObject(Json.text(RoundJson.view(RoundJson.rhythm(json)))))
                .isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'on-days','days':[],'by':'17:30'}",
                "{'kind':'on-days','days':['someday'],'by':'17:30'}",
                "{'kind':'monthly','day':0,'by':'17:30'}",
                "{'kind':'every','by':'17:30'}",
                "{'kind':'every','everyDays':3,'by':'25:00'}"
            })
    void aRhythmThatMakesNoSenseIsRefusedWithAWord(String text) {
        JsonObject json = new JsonObject(text.replace('\'', '"'));
        assertThatThrownBy(() -> RoundJson.rhythm(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ventilationIsForABlockAndNothingElseIs() {
        JsonObject body = new JsonObject()
                .put("kind", "round")
                .put("zh", "巡")
                .put("en", "round")
                .put("vault", "ES-V1")
                .put("rhythm", new JsonObject("{\"kind\":\"every\",\"everyDays\":1,\"by\":\"12:00\"}"))
                .put(
                        "checklist",
                        JsonArray.of(
                                new JsonObject().put("item", "a").put("zh", "a").put("en", "a")));
        assertThat(RoundJson.schedule("r", body).block()).isNull();
        assertThatThrownBy(() -> RoundJson.schedule("r", body.copy().put("block", "ES-V1-B1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RoundJson.schedule("r", body.copy().put("kind", "ventilation")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RoundJson.schedule(
                        "r", body.copy().put("kind", "ventilation").put("block", "ES-V2-B1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RoundJson.schedule("r", body.copy().put("checklist", new JsonArray())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RoundJson.schedule("Not an id", body)).isInstanceOf(IllegalArgumentException.class);
    }
}
