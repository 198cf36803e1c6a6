#!/usr/bin/env escript
%%! +S 1:1 +A 1
%% Runs scripted supervision trees on OTP's own `supervisor` and prints what happened: one line per
%% case. The format of cases and traces is in README.md; trace_runner.rs does the same in Rust.
%%
%% One scheduler, and nothing that depends on how long anything takes: an event is given when the
%% tree is at rest, and whoever causes an exit waits until that process is gone.
-mode(compile).
-export([main/1, init/1, log/2, start_worker/2, worker/3, start_sup/2]).

-record(worker, {id, restart, shutdown, starts, stop, hooks}).
-record(sup, {id, restart, shutdown, strategy, max, period, children = []}).
-record('case', {no, timed = false, root, events = []}).

main(_) ->
    ets:new(world, [named_table, public]),
    ok = logger:remove_handler(default),
    ok = logger:set_primary_config(level, error),
    ok = logger:add_handler(trace, ?MODULE, #{}),
    process_flag(trap_exit, true),
    %% All at once: line by line, reading would take longer than the cases.
    {ok, Input} = file:read_file("/dev/stdin"),
    put(input, {Input, 0}),
    run_timed(run_others([])).

%% Runs each case as it is read; returns the timed ones.
run_others(Timed) ->
    case lexemes() of
        eof -> lists:reverse(Timed);
        ["case", No | Flags] ->
            case read_case(#'case'{no = No, timed = Flags =:= ["timed"]}) of
                C = #'case'{timed = true} -> run_others([C | Timed]);
                C -> print(C, run(C)), run_others(Timed)
            end
    end.

print(#'case'{no = No}, Trace) ->
    io:format("~s ~s~n", [No, lists:join(" ", Trace)]).

%% Timed cases run together, from shortly after the beginning of a second.
run_timed([]) -> ok;
run_timed(Cases) ->
    Main = self(),
    Micro = erlang:monotonic_time(microsecond),
    Phase = ((Micro rem 1000000) + 1000000) rem 1000000,
    Start = Micro + 1000000 - Phase + 1100000,
    Run = fun(C) ->
                  process_flag(trap_exit, true),
                  Main ! {done, C, run(C, Start)}
          end,
    [spawn(fun() -> Run(C) end) || C <- Cases],
    [receive {done, C, Trace} -> print(C, Trace) end || _ <- Cases].

%%% Reading

read_case(C) ->
    case lexemes() of
        ["run"] -> C#'case'{events = lists:reverse(C#'case'.events)};
        ["do" | Event] -> read_case(C#'case'{events = [Event | C#'case'.events]});
        ["sup" | Sup] -> read_case(C#'case'{root = read_sup(Sup)})
    end.

%% The words of the next line.
lexemes() ->
    {Input, From} = get(input),
    case binary:match(Input, <<"\n">>, [{scope, {From, byte_size(Input) - From}}]) of
        nomatch -> eof;
        {To, 1} ->
            put(input, {Input, To + 1}),
            string:tokens(binary_to_list(Input, From + 1, To), " ")
    end.

read_sup([Id, Restart, Shutdown, Strategy, Max, Period]) ->
    read_children(#sup{id = Id, restart = list_to_atom(Restart), shutdown = shutdown(Shutdown),
                       strategy = list_to_atom(Strategy), max = list_to_integer(Max),
                       period = list_to_integer(Period)}).

read_children(S = #sup{children = Cs}) ->
    case lexemes() of
        ["end"] -> S#sup{children = lists:reverse(Cs)};
        ["sup" | Sup] -> read_children(S#sup{children = [read_sup(Sup) | Cs]});
        ["worker" | W] -> read_children(S#sup{children = [read_worker(W) | Cs]})
    end.

read_worker([Id, Restart, Shutdown, Starts, Stop | Hooks]) ->
    #worker{id = Id, restart = list_to_atom(Restart), shutdown = shutdown(Shutdown),
            starts = Starts, stop = list_to_atom(Stop),
            hooks = [string:lexemes(H, ":") || H <- Hooks]}.

shutdown("brutal") -> brutal_kill;
shutdown("infinity") -> infinity;
shutdown(Ms) -> list_to_integer(Ms).

%%% Running

run(C) -> run(C, none).

run(#'case'{no = No, root = Root, events = Events}, Start) ->
    Collector = spawn_link(fun() -> collect([], []) end),
    ets:insert(world, {{No, collector}, Collector}),
    case Start of
        none -> ok;
        _ -> sleep_until(Start)
    end,
    case supervisor:start_link(?MODULE, {No, Root}) of
        {ok, Pid} ->
            ets:insert(world, {{No, pid, Root#sup.id}, Pid}),
            ets:insert(world, {{No, root}, Pid}),
            Mon = monitor(process, Pid),
            [settle(No, Pid, -1, 0) || Start =:= none],
            Numbered = lists:zip(lists:seq(0, length(Events) - 1), Events),
            lists:foreach(fun({N, E}) -> put(event, N), event(No, Root, Pid, Start, E) end, Numbered),
            [timer:sleep(200) || Start =/= none],
            answered(No),
            receive
                {'DOWN', Mon, process, Pid, _} -> note(No, "gone")
            after 0 ->
                    exit(Pid, shutdown),
                    receive {'DOWN', Mon, process, Pid, _} -> note(No, "stopped") end
            end;
        {error, {shutdown, {failed_to_start_child, {_, Id}, _}}} ->
            note(No, "failed:" ++ Id)
    end,
    Collector ! {take, self()},
    Trace = receive {trace, T} -> T end,
    ets:match_delete(world, {{No, '_'}, '_'}),
    ets:match_delete(world, {{No, '_', '_'}, '_'}),
    flush(),
    Trace.

flush() -> receive _ -> flush() after 0 -> ok end.

collect(Trace, Asides) ->
    receive
        {note, Event} -> collect([Event | Trace], Asides);
        {aside, Event} -> collect(Trace, [Event | Asides]);
        {length, From} ->
            From ! {length, length(Trace) + length(Asides)},
            collect(Trace, Asides);
        {take, From} ->
            From ! {trace, lists:reverse(Trace) ++ lists:sort([lists:flatten(A) || A <- Asides])}
    end.

note(No, Event) ->
    case ets:lookup(world, {No, collector}) of
        [{_, Collector}] -> Collector ! {note, Event};
        [] -> ok
    end.

event(No, _Root, Sup, Start, ["at", Ms, "crash", Id]) ->
    sleep_until(Start + list_to_integer(Ms) * 1000),
    case is_process_alive(Sup) of
        true -> give(No, Id, crash);
        false -> ok
    end;
event(No, Root, Sup, _Start, Event) ->
    case is_process_alive(Sup) of
        true ->
            event(No, Root, Sup, Event),
            settle(No, Sup, -1, 0);
        false -> ok
    end.

event(No, #sup{strategy = dynamic}, Sup, ["start", "worker" | W]) ->
    result(No, supervisor:start_child(Sup, [read_worker(W)]));
event(No, #sup{strategy = dynamic}, Sup, ["terminate", Id]) ->
    case pid(No, Id) of
        undefined -> ok;
        Pid -> result(No, supervisor:terminate_child(Sup, Pid))
    end;
event(No, #sup{strategy = dynamic}, Sup, ["count"]) ->
    {active, Active} = lists:keyfind(active, 1, supervisor:count_children(Sup)),
    note(No, "#" ++ integer_to_list(Active));
event(No, _, Sup, ["start", "worker" | W]) ->
    Worker = read_worker(W),
    result(No, supervisor:start_child(Sup, spec(No, Worker)));
event(No, _, Sup, [Verb, Id]) when Verb =:= "terminate"; Verb =:= "restart"; Verb =:= "delete" ->
    result(No, command(No, Sup, Verb, Id));
event(No, _, Sup, ["which"]) ->
    Show = fun({{_, Id}, undefined, _, _}) -> Id ++ "-";
              ({{_, Id}, restarting, _, _}) -> Id ++ "~";
              ({{_, Id}, _, _, _}) -> Id ++ "+"
           end,
    Children = lists:reverse(supervisor:which_children(Sup)),
    note(No, "[" ++ lists:join(",", [Show(C) || C <- Children]) ++ "]");
event(No, _, Sup, ["count"]) ->
    Counts = [integer_to_list(N) || {_, N} <- supervisor:count_children(Sup)],
    note(No, "#" ++ lists:join("/", Counts));
event(No, Root, _, [Order | Ids]) ->
    %% The supervisor sees these exits together, in this order.
    case [Id || Id <- Ids, pid(No, Id) =/= undefined] of
        [] -> ok;
        Alive = [Any | _] ->
            Parent = pid(No, parent(Root, Any)),
            sys:suspend(Parent),
            [give(No, Id, list_to_atom(Order)) || Id <- Alive],
            sys:resume(Parent)
    end.

command(No, Sup, "terminate", Id) -> supervisor:terminate_child(Sup, {No, Id});
command(No, Sup, "restart", Id) -> supervisor:restart_child(Sup, {No, Id});
command(No, Sup, "delete", Id) -> supervisor:delete_child(Sup, {No, Id}).

%% The answer may arrive before or after what else happens: it has no place among the events.
result(No, Result) ->
    [{_, Collector}] = ets:lookup(world, {No, collector}),
    Collector ! {aside, io_lib:format("@~w~s", [get(event), show(Result)])}.

show(ok) -> "=ok";
show({ok, undefined}) -> "=stopped";
show({ok, _}) -> "=running";
show({error, {already_started, _}}) -> "=already_started";
show({error, already_present}) -> "=already_present";
show({error, running}) -> "=is_running";
show({error, restarting}) -> "=is_restarting";
show({error, not_found}) -> "=not_found";
show({error, _}) -> "=failed".

%% The supervisor that has this child; children added later are the root's.
parent(Root, Id) ->
    case find(Root, Id) of
        none -> Root#sup.id;
        Parent -> Parent
    end.

find(#sup{id = Parent, children = Cs}, Id) ->
    Here = fun(#worker{id = I}) -> I =:= Id; (_) -> false end,
    case lists:any(Here, Cs) of
        true -> Parent;
        false ->
            Below = [find(S, Id) || S <- Cs, is_record(S, sup)],
            case [P || P <- Below, P =/= none] of
                [P | _] -> P;
                [] -> none
            end
    end.

pid(No, Id) ->
    case ets:lookup(world, {No, pid, Id}) of
        [{_, Pid}] ->
            case is_process_alive(Pid) of
                true -> Pid;
                false -> undefined
            end;
        [] -> undefined
    end.

%% Makes a child end, and waits until it has.
give(No, Id, Order) ->
    case pid(No, Id) of
        undefined -> ok;
        Pid ->
            Mon = monitor(process, Pid),
            Pid ! {order, Order},
            receive {'DOWN', Mon, process, Pid, _} -> ok end
    end.

%% Until three rounds of questions have changed nothing.
settle(No, Sup, Last, Same) ->
    erlang:yield(),
    Busy = busy(Sup),
    [{_, Collector}] = ets:lookup(world, {No, collector}),
    Collector ! {length, self()},
    Length = receive {length, L} -> L end,
    Pending = ets:lookup(world, {No, pending}) =/= [],
    case is_process_alive(Sup) of
        false -> ok;
        true when Busy; Pending; Length =/= Last -> settle(No, Sup, Length, 0);
        true when Same < 3 -> settle(No, Sup, Length, Same + 1);
        true -> ok
    end.

answered(No) ->
    case ets:lookup(world, {No, pending}) of
        [] -> ok;
        _ -> erlang:yield(), answered(No)
    end.

busy(Sup) ->
    try supervisor:which_children(Sup) of
        Children ->
            lists:any(fun({_, restarting, _, _}) -> true;
                         ({_, Pid, supervisor, _}) when is_pid(Pid) -> busy(Pid);
                         (_) -> false
                      end, Children)
    catch
        exit:_ -> true
    end.

sleep_until(Micro) ->
    case Micro - erlang:monotonic_time(microsecond) of
        Left when Left > 0 -> timer:sleep(Left div 1000 + 1);
        _ -> ok
    end.

%%% The tree

%% A dynamic supervisor's restart and shutdown are those of its children.
init({No, #sup{strategy = dynamic, max = Max, period = Period, restart = R, shutdown = S}}) ->
    Flags = #{strategy => simple_one_for_one, intensity => Max, period => Period},
    {ok, {Flags, [#{id => {No, dynamic}, restart => R, shutdown => S,
                    start => {?MODULE, start_worker, [No]}}]}};
init({No, #sup{strategy = Strategy, max = Max, period = Period, children = Cs}}) ->
    Flags = #{strategy => Strategy, intensity => Max, period => Period},
    {ok, {Flags, [spec(No, C) || C <- Cs]}}.

spec(No, W = #worker{}) ->
    #{id => {No, W#worker.id}, restart => W#worker.restart, shutdown => W#worker.shutdown,
      type => worker, start => {?MODULE, start_worker, [No, W]}};
spec(No, S = #sup{}) ->
    #{id => {No, S#sup.id}, restart => S#sup.restart, shutdown => S#sup.shutdown,
      type => supervisor, start => {?MODULE, start_sup, [No, S]}}.

start_sup(No, S) ->
    case supervisor:start_link(?MODULE, {No, S}) of
        {ok, Pid} ->
            ets:insert(world, {{No, pid, S#sup.id}, Pid}),
            {ok, Pid};
        Error -> Error
    end.

%% As proc_lib:start_link/3 does it, whose crash reports would take their time.
start_worker(No, W) ->
    Pid = spawn_link(?MODULE, worker, [self(), No, W]),
    receive
        {ack, Pid, Result} -> Result;
        {'EXIT', Pid, Reason} -> {error, Reason}
    end.

worker(Parent, No, W = #worker{id = Id}) ->
    process_flag(trap_exit, true),
    Start = ets:update_counter(world, {No, starts, Id}, 1, {{No, starts, Id}, 0}),
    [hook(No, What) || ["start", N | What] <- W#worker.hooks, list_to_integer(N) =:= Start],
    Kind = case length(W#worker.starts) >= Start of
               true -> lists:nth(Start, W#worker.starts);
               false -> $r
           end,
    case Kind of
        $f ->
            note(No, "!" ++ Id),
            exit(no_start);
        $i ->
            note(No, "?" ++ Id),
            Parent ! {ack, self(), ignore};
        _ ->
            note(No, "+" ++ Id),
            ets:insert(world, {{No, pid, Id}, self()}),
            Parent ! {ack, self(), {ok, self()}},
            case Kind of
                $c -> exit(crash);
                $e -> exit(normal);
                $s -> exit(shutdown);
                _ -> loop(Parent, No, W)
            end
    end.

loop(Parent, No, W) ->
    receive
        {'EXIT', Parent, shutdown} -> stop(No, W);
        {'EXIT', Parent, Reason} -> exit(Reason);
        {order, crash} -> exit(crash);
        {order, panic} -> error(panic);
        {order, 'end'} -> exit(normal);
        {order, shutdown} -> exit(shutdown)
    end.

stop(_, #worker{stop = hang}) -> receive never -> ok end;
stop(No, W = #worker{id = Id, stop = Stop}) ->
    [hook(No, What) || ["stop" | What] <- W#worker.hooks],
    [timer:sleep(3) || Stop =:= slow],
    note(No, "-" ++ Id),
    case Stop of
        crash -> exit(stop_crash);
        _ -> exit(shutdown)
    end.

hook(No, ["crash", Id]) -> give(No, Id, crash);
hook(No, ["cmd", Verb, Id]) ->
    [{_, Sup}] = ets:lookup(world, {No, root}),
    [{_, Collector}] = ets:lookup(world, {No, collector}),
    ets:insert(world, {{No, pending}, true}),
    Ask = fun() ->
                  Result = command(No, Sup, Verb, Id),
                  Collector ! {aside, [Verb, ":", Id, show(Result)]},
                  ets:delete(world, {No, pending})
          end,
    Asker = spawn(fun() -> try Ask() catch exit:_ -> ets:delete(world, {No, pending}) end end),
    waiting(Asker).

%% Until the command is in the supervisor's mailbox.
waiting(Pid) ->
    case process_info(Pid, status) of
        {status, waiting} -> ok;
        undefined -> ok;
        _ -> erlang:yield(), waiting(Pid)
    end.

%%% What the supervisors report

log(#{msg := {report, #{label := {supervisor, Context}, report := Report}}}, _) ->
    {_, Reason} = lists:keyfind(reason, 1, Report),
    {_, Offender} = lists:keyfind(offender, 1, Report),
    {_, {No, Known}} = lists:keyfind(id, 1, Offender),
    Id = case Known of
             dynamic -> id_of(No, lists:keyfind(pid, 1, Offender));
             _ -> Known
         end,
    case Context of
        %% For all children of a dynamic supervisor together.
        shutdown_error when Known =:= dynamic -> ok;
        child_terminated -> note(No, "~" ++ Id ++ ":" ++ reason(Reason));
        %% A permanent child that ended well just before it was told to stop: no error in Rust.
        shutdown_error when Reason =:= normal; Reason =:= shutdown -> ok;
        shutdown_error -> note(No, "%" ++ Id ++ ":" ++ reason(Reason));
        shutdown -> note(No, "X" ++ Id);
        _ -> ok
    end;
log(_, _) -> ok.

id_of(No, {pid, {restarting, Pid}}) -> id_of(No, {pid, Pid});
id_of(No, {pid, Pid}) ->
    case ets:match(world, {{No, pid, '$1'}, Pid}) of
        [[Id]] -> Id;
        [] -> "?"
    end;
id_of(_, _) -> "?".

reason({panic, _}) -> "panic";
reason({shutdown, _}) -> "shutdown";
reason(Reason) when is_atom(Reason) -> atom_to_list(Reason).
