// A reader made of llrpjs (https://github.com/llrpjs/llrpjs), a library that this project did not write.
// usage: node reader.js [port]; prints "port N", then one line for each message that it understood.
"use strict";
const { LLRPCore, LLRPServer } = require("llrpjs");

const reader = new LLRPServer({ host: "127.0.0.1", port: Number(process.argv[2] ?? 0) });
const success = { StatusCode: "M_Success", ErrorDescription: "" };
const timers = [];
let keepAlives = 0;

const say = (...words) => process.stdout.write(words.join(" ") + "\n");
const send = (Message, data, id) => reader.socketWritable && reader.send(new LLRPCore[Message](id === undefined ? { data } : { id, data }));

function capabilities() {
    return {
        LLRPStatus: success,
        GeneralDeviceCapabilities: {
            MaxNumberOfAntennaSupported: 4,
            CanSetAntennaProperties: false,
            HasUTCClockCapability: true,
            DeviceManufacturerName: 25882,
            ModelName: 1,
            ReaderFirmwareVersion: "llrpjs",
            ReceiveSensitivityTableEntry: [{ Index: 1, ReceiveSensitivityValue: 0 }],
            GPIOCapabilities: { NumGPIs: 0, NumGPOs: 0 },
            PerAntennaAirProtocol: [{ AntennaID: 1, ProtocolID: ["EPCGlobalClass1Gen2"] }]
        },
        LLRPCapabilities: {
            CanDoRFSurvey: false,
            CanReportBufferFillWarning: true,
            SupportsClientRequestOpSpec: false,
            CanDoTagInventoryStateAwareSingulation: false,
            SupportsEventAndReportHolding: true,
            MaxNumPriorityLevelsSupported: 1,
            ClientRequestOpSpecTimeout: 0,
            MaxNumROSpecs: 1,
            MaxNumSpecsPerROSpec: 32,
            MaxNumInventoryParameterSpecsPerAISpec: 1,
            MaxNumAccessSpecs: 8,
            MaxNumOpSpecsPerAccessSpec: 8
        },
        RegulatoryCapabilities: {
            CountryCode: 156,
            CommunicationsStandard: "Unspecified",
            UHFBandCapabilities: {
                TransmitPowerLevelTableEntry: [
                    { Index: 1, TransmitPowerValue: 1000 },
                    { Index: 2, TransmitPowerValue: 2500 },
                    { Index: 3, TransmitPowerValue: 3000 }
                ],
                FrequencyInformation: { Hopping: true, FrequencyHopTable: [{ HopTableID: 1, Frequency: [920625, 920875] }] },
                C1G2UHFRFModeTable: [{
                    C1G2UHFRFModeTableEntry: [{
                        ModeIdentifier: 1000, DRValue: "DRV_64_3", EPCHAGTCConformance: false, MValue: "MV_FM0",
                        ForwardLinkModulation: "PR_ASK", SpectralMaskIndicator: "DI", BDRValue: 640000, PIEValue: 1500,
                        MinTariValue: 6250, MaxTariValue: 6250, StepTariValue: 0
                    }]
                }]
            }
        }
    };
}

function tag(serial, antenna) {
    return {
        EPC_96: { EPC: [0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, serial] },
        AntennaID: { AntennaID: antenna },
        PeakRSSI: { PeakRSSI: -45 },
        FirstSeenTimestampUTC: { Microseconds: new Date() },
        LastSeenTimestampUTC: { Microseconds: new Date() },
        TagSeenCount: { TagCount: 3 }
    };
}

reader.on("error", error => say("error", error));
reader.on("connection", () => {
    say("connection");
    send("READER_EVENT_NOTIFICATION", {
        ReaderEventNotificationData: {
            UTCTimestamp: { Microseconds: new Date() },
            ConnectionAttemptEvent: { Status: "Success" }
        }
    });
});
reader.on("disconnect", () => {
    say("disconnect");
    timers.splice(0).forEach(clearInterval);
});

const answer = (type, data = () => ({ LLRPStatus: success })) => reader.on(type, message => {
    say(type, message.getMessageId());
    return send(`${type}_RESPONSE`, data(), message.getMessageId());
});
answer("GET_READER_CAPABILITIES", capabilities);
for (const type of ["DELETE_ROSPEC", "DELETE_ACCESSSPEC", "ENABLE_ROSPEC", "START_ROSPEC", "ADD_ACCESSSPEC", "ENABLE_ACCESSSPEC"]) {
    answer(type);
}
reader.on("SET_READER_CONFIG", message => {
    const keepAlive = message.getKeepaliveSpec();
    say("SET_READER_CONFIG", keepAlive.getKeepaliveTriggerType(), keepAlive.getPeriodicTriggerValue());
    send("SET_READER_CONFIG_RESPONSE", { LLRPStatus: success }, message.getMessageId());
    timers.push(setInterval(() => send("KEEPALIVE", {}, 70000 + ++keepAlives), keepAlive.getPeriodicTriggerValue()));
});
reader.on("ADD_ROSPEC", message => {
    say("ADD_ROSPEC", JSON.stringify(message.toLLRPData().data));
    send("ADD_ROSPEC_RESPONSE", { LLRPStatus: success }, message.getMessageId());
});
reader.on("ENABLE_EVENTS_AND_REPORTS", () => {
    say("ENABLE_EVENTS_AND_REPORTS");
    let turn = 0;
    timers.push(setInterval(() => {
        turn++;
        send("RO_ACCESS_REPORT", { TagReportData: turn % 2 ? [tag(1, 1), tag(2, 3)] : tag(turn % 200, 1) });
    }, 100));
});
reader.on("KEEPALIVE_ACK", message => say("KEEPALIVE_ACK", message.getMessageId()));
reader.on("CLOSE_CONNECTION", async message => {
    say("CLOSE_CONNECTION");
    await send("CLOSE_CONNECTION_RESPONSE", { LLRPStatus: success }, message.getMessageId());
    await reader.disconnect();
});

reader._server.on("listening", () => say("port", reader._server.address().port));
reader.listen();
