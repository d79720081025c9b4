// Generated from the server's OpenAPI document by `npm run generate`.
export interface paths {
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server runs; needs no session */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/strategies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The strategies in the folder, by name */
        get: operations["listStrategies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/strategies/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A strategy's text */
        get: operations["readStrategy"];
        /** Saves a text, unless the file is no longer the one that was edited */
        put: operations["saveStrategy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/externs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The program of an extern library that a strategy imports */
        get: operations["readExtern"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prices in the store, then samples */
        get: operations["listSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/series/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bars of a series, as editor/pipeline/series-bytes.ts writes them down */
        get: operations["readSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runs that were made since the server started, newest first */
        get: operations["listRuns"];
        put?: never;
        /** Backtests a text over a series */
        post: operations["makeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run that was made */
        get: operations["readRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        SaveStrategyInput: {
            /** @description The whole file, at most 1,000,000 bytes of UTF-8 */
            text: string;
            /** @description The version that was edited; null for a new file */
            base: string | null;
        };
        AskRunInput: {
            /** @description The strategy's text */
            source: string;
            /** @description Of a series; tells nothing */
            series: string;
            /**
             * @description Series that the strategy reads beside its own: `@ SPY`, `@ 1d`
             * @default []
             */
            beside: string[];
            /** @description By name, in the program's own terms: 2% is 0.02; the strategy's own where absent */
            parameters: {
                [key: string]: number;
            };
            /** @description Start capital */
            cash?: number;
            /** @description The account's; the instrument's where absent */
            currency?: string;
            /** @description From the instrument's currency into the account's, either way round; what the store has of the pair */
            rates?: string;
            /** @description Shorter bars, which tell the order of fills; the series' own `finer` */
            finer?: string | "none";
            /** @description As in a costs block, or none; the strategy's own */
            costs?: string;
            /**
             * @description How orders fill
             * @enum {string}
             */
            policy?: "next_open" | "ib" | "same_close" | "optimistic" | "pessimistic" | "tradingview" | "backtesting_py" | "backtesting_py_close" | "backtrader" | "pyalgotrade";
            /** @description What positions tie up: cash, reg-t, 25% maintenance 15%; the policy's way */
            margin?: string;
            /**
             * @description What becomes of positions that are open at the end; the policy's way
             * @enum {string}
             */
            end?: "mark" | "close";
            /**
             * @description Which shares an exit is booked against; those of its own trade
             * @enum {string}
             */
            lots?: "specific" | "fifo" | "lifo" | "average";
            /** @description What the figures mean: empyrical, or "lockstep, risk-free 2%"; lockstep */
            metrics?: string;
        };
        Problem: {
            code: string;
            /** @description What is wrong, for a person */
            message: string;
            /** @description What to do about it; begins with a verb */
            hint?: string;
        };
        Diagnostic: {
            code: string;
            /** @enum {string} */
            severity: "error" | "warning";
            /** @description UTF-16 offsets, half open */
            span: {
                start: number;
                end: number;
            };
            message: string;
            hint: string;
            readonly labels: {
                /** @description UTF-16 offsets, half open */
                span: {
                    start: number;
                    end: number;
                };
                message: string;
            }[];
            fix?: {
                title: string;
                /** @description UTF-16 offsets, half open */
                span: {
                    start: number;
                    end: number;
                };
                replacement: string;
            };
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        Extern: {
            name: string;
            /** @description Its program */
            text: string;
        };
        StrategyEntry: {
            name: string;
            /** @description The strategy's own title; the file's name where it has none */
            title: string;
            /** @description Milliseconds since 1970 UTC */
            modified: number;
            /** @description Hash of the file's bytes: two equal versions are one text */
            version: string;
        };
        Strategy: {
            name: string;
            text: string;
            /** @description Hash of the file's bytes: two equal versions are one text */
            version: string;
        };
        Saved: {
            /** @description Hash of the file's bytes: two equal versions are one text */
            version: string;
        };
        Conflict: {
            /** @constant */
            code: "conflict";
            /** @description What is wrong, for a person */
            message: string;
            /** @description What to do about it; begins with a verb */
            hint?: string;
            /** @description What is on the disk now; null where nothing is */
            current: {
                text: string;
                /** @description Hash of the file's bytes: two equal versions are one text */
                version: string;
            } | null;
        };
        Series: {
            id: string;
            /** @description For a list */
            label: string;
            symbol: string;
            /** @description The bars' spacing, as a timeframe: '1d' */
            interval: string | null;
            /** @description IANA zone in which times of day are shown */
            timezone: string;
            /** @description Bars */
            length: number;
            /** @description Start of the first bar, ms UTC */
            first: number;
            /** @description Start of the last bar, ms UTC */
            last: number;
            /** @enum {string} */
            source: "store" | "sample";
            /** @description The series of its symbol with the shortest bars, which tell the order of fills */
            finer: string | null;
        };
        Costs: {
            commission?: {
                /** @enum {string} */
                kind: "ibkr-fixed" | "ibkr-tiered";
            } | {
                /** @constant */
                kind: "per-share";
                amount: number;
            } | {
                /** @constant */
                kind: "fraction";
                fraction: number;
            } | {
                /** @constant */
                kind: "per-trade";
                amount: number;
            };
            slippage?: {
                /** @constant */
                kind: "ticks";
                ticks: number;
            } | {
                /** @constant */
                kind: "fraction";
                fraction: number;
            } | {
                /** @constant */
                kind: "spread";
                /** @enum {string} */
                of: "price" | "ticks" | "fraction";
                amount: number;
            } | {
                /** @constant */
                kind: "volume-share";
                impact: number;
                /** @enum {string} */
                shape: "quadratic" | "linear";
            } | {
                /** @constant */
                kind: "volatility";
                fraction: number;
            };
            borrow?: {
                /** @enum {string} */
                kind: "value" | "ibkr";
                rate: number;
            };
            maxVolume?: number;
        };
        RunTrade: {
            /** @enum {string} */
            side: "long" | "short";
            quantity: number;
            entry: {
                /** Format: date-time */
                time: string;
                bar: number;
                price: number;
            };
            exit: {
                /** Format: date-time */
                time: string;
                bar: number;
                price: number;
            };
            rule: string | number;
            exitBy: string;
            exitRule: string | null;
            /** @description As the strategy has it */
            entryCondition: string | null;
            exitCondition: string | null;
            profit: number;
            commission: number;
            borrow: number;
            returnRatio: number | null;
            risk: number | null;
            adverse: number | null;
            favourable: number | null;
            /** @description Profit in units of the first risk */
            riskMultiple: number | null;
            /** @description Of an account in another currency: the rates, and what they alone made */
            conversion?: {
                entryRate: number;
                exitRate: number;
                profit: number;
            };
            /** @description Its bars could not tell which of two orders filled first */
            ambiguous: boolean;
        };
        ReportDocument: {
            format: number;
            strategy: {
                title: string;
                timeframe: string;
                sourceHash: string;
            };
            parameters: {
                [key: string]: number;
            };
            data: {
                source: string;
                interval: string;
                bars: number;
                first: string | null;
                last: string | null;
            };
            options: {
                cash: number;
                policy: string;
                /** @enum {string} */
                endOfRun: "mark" | "close";
                /** @enum {string} */
                lots: "specific" | "fifo" | "lifo" | "average";
                costs: components["schemas"]["Costs"];
                instrument: {
                    symbol: string;
                    tick: number;
                    lot: number;
                    multiplier: number;
                    currency: string;
                };
                /** @description The account's, where it is not the instrument's */
                currency?: string;
            };
            /** @description What the figures mean: the convention, choice by choice */
            metrics: {
                [key: string]: string | number;
            };
            figures: {
                [key: string]: number | null;
            };
            equity: {
                start: number;
                end: number | null;
                high: number | null;
                low: number | null;
                maxDrawdown: number | null;
                commission: number;
                barsInMarket: number;
                ambiguousBars: number;
                /** @description Bars that could not tell, and their finer ones could */
                settledBars: number;
            };
            /** @description Equity at the last close of each day, UTC */
            readonly equityByDay: [
                string,
                number
            ][];
            /** @description Returns of the months of each year, UTC */
            readonly monthly: {
                year: number;
                total: number | null;
                readonly months: (number | null)[];
            }[];
            days: {
                figures: {
                    [key: string]: number | null;
                };
                readonly bins: {
                    from: number;
                    to: number;
                    count: number;
                }[];
            };
            readonly tradeReturns: {
                from: number;
                to: number;
                count: number;
            }[];
            costs: {
                commission: number;
                slippage: number;
                borrow: number;
                profitBefore: number;
                share: number | null;
            };
            /** @description By exit; the last 10,000 of them */
            readonly trades: components["schemas"]["RunTrade"][];
            readonly openTrades: components["schemas"]["RunTrade"][];
            /** @description What alerts said, with the start of their bar */
            readonly alerts: {
                /** Format: date-time */
                time: string;
                text: string;
            }[];
            /** @description What a person must know to read the figures rightly */
            readonly notes: string[];
        };
        RunDigest: {
            /** @description SHA-256 of equity at every bar's close, as little-endian doubles */
            equity: string;
            /** @description SHA-256, hex */
            trades: string;
        };
        Run: {
            id: string;
            /** @description When it was made */
            at: number;
            series: {
                id: string;
                label: string;
            };
            digest: components["schemas"]["RunDigest"];
            readonly warnings: components["schemas"]["Diagnostic"][];
            report: components["schemas"]["ReportDocument"];
        };
        RunEntry: {
            id: string;
            /** @description When it was made */
            at: number;
            series: {
                id: string;
                label: string;
            };
            digest: components["schemas"]["RunDigest"];
            title: string;
            parameters: {
                [key: string]: number;
            };
            figures: {
                [key: string]: number | null;
            };
        };
        RunRefused: {
            /** @enum {string} */
            code: "mistakes" | "settings" | "time-limit" | "memory-limit";
            /** @description What is wrong, for a person */
            message: string;
            /** @description What to do about it; begins with a verb */
            hint?: string;
            /** @description Of the strategy's text, in source order */
            readonly diagnostics: components["schemas"]["Diagnostic"][];
            /** @description Of parameters, costs and the like, a sentence each */
            readonly problems: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStrategies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyEntry"][];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readStrategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A file of the strategies folder, such as my_strategy.strat */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Strategy"];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveStrategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A file of the strategies folder, such as my_strategy.strat */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveStrategyInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conflict"];
                };
            };
            /** @description Default Response */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readExtern: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An extern library, such as technicalindicators or momentum.ts */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Extern"];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Series"][];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of a series; tells nothing */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bars as bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The bars are those of If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunEntry"][];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRunInput"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRefused"];
                };
            };
            /** @description Default Response */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Default Response */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
