#!/usr/bin/env escript
%%! +S 1:1 +A 1
%% Runs scripts on OTP's own `gen_statem`, `gen_server` and `pg`, and prints what happened: one line for
%% each line of the input. README.md has the format; the Rust files beside this do the same.
%%
%% Time is virtual: the two behaviours are those of the installed OTP, with their timers (and nothing
%% else) replaced by those of this file. So nothing depends on how long anything takes.
-mode(compile).
-export([main/1, start_timer/4, cancel_timer/1, recv/1,
         init/1, callback_mode/0, handle_event/4, terminate/3, terminate/2,
         handle_continue/2, handle_call/3, handle_cast/2, handle_info/2, start_subject/1]).

main([What]) ->
    ok = logger:set_primary_config(level, none),
    %% Whoever waits for code to be loaded seems to be at rest.
    ok = code:ensure_modules_loaded([gen, gen_server, gen_statem, pg, proc_lib, supervisor, sys]),
    ets:new(world, [named_table, public]),
    ets:new(timers, [named_table, public, ordered_set]),
    [patch(M) || M <- [gen_statem, gen_server]],
    process_flag(trap_exit, true),
    each(list_to_atom(What)).

each(What) ->
    case io:get_line("") of
        eof -> ok;
        Line ->
            [No | Words] = string:lexemes(Line, " \n"),
            ets:delete_all_objects(world),
            ets:delete_all_objects(timers),
            [ets:insert(world, {Key, 0}) || Key <- [now, seq, calls, log]],
            run(What, Words),
            Log = [Entry || [Entry] <- ets:match(world, {{log, '_'}, '$1'})],
            Asides = [Entry || [Entry] <- ets:match(world, {{aside, '_'}, '$1'})],
            Words1 = [E || {_, E} <- lists:sort(Log)] ++ lists:sort(Asides),
            io:format("~s ~s~n", [No, lists:join(" ", Words1)]),
            each(What)
    end.

note(Word) ->
    At = ets:update_counter(world, log, 1),
    ets:insert(world, {{log, At}, {At, lists:flatten(Word)}}).

aside(Word) ->
    ets:insert(world, {{aside, make_ref()}, lists:flatten(Word)}).

%% Callbacks stop acting after so many: no script runs for ever.
fuel(Most) -> ets:update_counter(world, calls, 1) =< Most.

%%% Virtual time

patch(Module) ->
    {ok, {_, [{abstract_code, {_, Forms}}]}} =
        beam_lib:chunks(code:which(Module), [abstract_code]),
    {ok, Name, Code} = compile:forms(rewrite(Forms), [nowarn_unused_vars]),
    {module, _} = code:load_binary(Name, "virtual", Code).

rewrite({remote, L, {atom, _, erlang}, {atom, _, Name}})
  when Name =:= start_timer; Name =:= cancel_timer ->
    {remote, L, {atom, L, ?MODULE}, {atom, L, Name}};
rewrite({'receive', L, [{clause, _, [{var, _, V}], [], [{var, _, V}]}], Time, [{atom, _, timeout}]}) ->
    {call, L, {remote, L, {atom, L, ?MODULE}, {atom, L, recv}}, [Time]};
rewrite({atom, L, gen_statem}) -> {atom, L, virtual_statem};
rewrite({atom, L, gen_server}) -> {atom, L, virtual_server};
rewrite({attribute, L, module, gen_statem}) -> {attribute, L, module, virtual_statem};
rewrite({attribute, L, module, gen_server}) -> {attribute, L, module, virtual_server};
rewrite(Form) when is_tuple(Form) -> list_to_tuple(rewrite(tuple_to_list(Form)));
rewrite([Form | Forms]) -> [rewrite(Form) | rewrite(Forms)];
rewrite(Form) -> Form.

now_ms() -> ets:lookup_element(world, now, 2).

start_timer(Time, Pid, Message, []) ->
    Ref = make_ref(),
    Seq = ets:update_counter(world, seq, 1),
    ets:insert(timers, {{now_ms() + Time, Seq}, Pid, {timeout, Ref, Message}}),
    Ref.

cancel_timer(Ref) ->
    case ets:match(timers, {'$1', '_', {timeout, Ref, '_'}}) of
        [[Key]] -> ets:delete(timers, Key), 0;
        [] -> false
    end.

recv(infinity) -> receive Message -> Message end;
recv(Time) ->
    Ref = start_timer(Time, self(), idle, []),
    receive
        {timeout, Ref, idle} -> timeout;
        Message ->
            cancel_timer(Ref) =:= false andalso receive {timeout, Ref, idle} -> ok end,
            Message
    end.

sleep(Time) ->
    Ref = start_timer(Time, self(), sleep, []),
    ets:insert(world, {{asleep, self()}, true}),
    receive {timeout, Ref, sleep} -> ets:delete(world, {asleep, self()}) end.

%% Lets time pass: one timer after the other, each when all is at rest.
advance(Until) ->
    settle(3),
    case ets:first(timers) of
        {Due, _} = Key when Due =< Until ->
            [{_, Pid, Message}] = ets:take(timers, Key),
            ets:insert(world, {now, Due}),
            Pid ! Message,
            advance(Until);
        _ -> ets:insert(world, {now, Until})
    end.

%% Until nobody has anything to do, several times in a row.
settle(0) -> ok;
settle(Rounds) ->
    erlang:yield(),
    Known = [whereis(subject) | [P || [P] <- ets:match(world, {{known, '$1'}, '_'})]],
    case lists:any(fun busy/1, Known) of
        true -> settle(3);
        false -> settle(Rounds - 1)
    end.

busy(undefined) -> false;
busy(Pid) ->
    case process_info(Pid, [status, message_queue_len]) of
        undefined -> false;
        [{status, waiting}, {_, 0}] -> false;
        [{status, waiting}, _] -> ets:lookup(world, {asleep, Pid}) =:= [];
        _ -> true
    end.

known(Pid) -> ets:insert(world, {{known, Pid}, true}).

%% Somebody else does this; it has begun when this returns.
helper(Do) ->
    Pid = spawn(Do),
    known(Pid),
    begun(Pid).

begun(Pid) ->
    case process_info(Pid, status) of
        {status, waiting} -> ok;
        undefined -> ok;
        _ -> erlang:yield(), begun(Pid)
    end.

call(Module, Id, Request) ->
    Call = fun() ->
                   try Module:call(subject, Request, infinity) of
                       Answer -> aside(["=", Id, ":", Answer])
                   catch exit:_ -> aside(["=", Id, ":stopped"])
                   end
           end,
    helper(Call).

%% What is sent at once is there before the subject looks.
burst(Act, Steps) ->
    Subject = whereis(subject),
    [erlang:suspend_process(Subject) || is_pid(Subject)],
    lists:foreach(Act, Steps),
    [erlang:resume_process(Subject) || is_pid(Subject)].

steps(_, []) -> ok;
steps(Act, Steps) ->
    {Burst, Rest} = lists:splitwith(fun("w" ++ _) -> false; (_) -> true end, Steps),
    burst(Act, Burst),
    case Rest of
        ["w" ++ Ms | More] ->
            advance(now_ms() + list_to_integer(Ms)),
            steps(Act, More);
        [] -> ok
    end.

%%% gen_statem

run(statem, Words) ->
    {Plans, Steps} = lists:partition(fun(W) -> lists:member($=, W) end, Words),
    Table = maps:from_list([list_to_tuple(string:split(P, "=")) || P <- Plans]),
    ets:insert(world, {plans, Table}),
    {ok, Pid} = virtual_statem:start({local, subject}, ?MODULE, statem, []),
    known(Pid),
    steps(fun statem_step/1, Steps),
    case whereis(subject) of
        undefined -> ok;
        _ -> note("."), exit(Pid, kill)
    end,
    gone(Pid),
    settle(3);

%%% gen_server, below a supervisor

run(server, ["init:" ++ Times | Words]) ->
    [Loading, Idle] = string:split(Times, ":"),
    {Plans, Steps} = lists:partition(fun(W) -> lists:member($=, W) end, Words),
    Table = maps:from_list([list_to_tuple(string:split(P, "=")) || P <- Plans]),
    ets:insert(world, [{plans, Table}, {loading, list_to_integer(Loading)}, {idle, idle(Idle)}]),
    {ok, Supervisor} = supervisor:start_link(?MODULE, supervisor),
    known(Supervisor),
    steps(fun server_step/1, Steps),
    exit(Supervisor, shutdown),
    gone(Supervisor),
    settle(3);

%%% pg

run(groups, Words) ->
    {ok, Scope} = pg:start_link(groups),
    {Ref, _} = pg:monitor_scope(groups),
    [begin group_step(W), changes(Ref), groups() end || W <- Words],
    exit(Scope, kill),
    gone(Scope),
    receive {'EXIT', Scope, _} -> ok end,
    [exit(Pid, kill) || [Pid] <- ets:match(world, {{member, '_'}, '$1'})].

gone(Pid) ->
    Ref = monitor(process, Pid),
    receive {'DOWN', Ref, process, Pid, _} -> ok end.

statem_step("s" ++ Id) -> virtual_statem:cast(subject, {plan, Id});
statem_step("c" ++ Id) -> call(virtual_statem, Id, {plan, Id}).

callback_mode() -> [handle_event_function, state_enter].

init(statem) -> {ok, a, none};
init(supervisor) ->
    Child = #{id => subject, restart => transient, start => {?MODULE, start_subject, [server]}},
    {ok, {#{intensity => 1000, period => 1}, [Child]}};
init(server) ->
    process_flag(trap_exit, true),
    note("init"),
    {ok, #{late => []}, {continue, load}}.

handle_event(enter, _, State, _) ->
    note([">", atom_to_list(State)]),
    case fuel(60) of
        true -> {keep_state_and_data, [A || T <- plan("enter", State), A <- action(T)]};
        false -> keep_state_and_data
    end;
handle_event(info, _, _, _) ->
    %% OTP 25 lost the reference of a timer.
    note("lost"),
    keep_state_and_data;
handle_event(Type, Content, State, _) ->
    Id = case {Type, Content} of
             {state_timeout, _} -> "S";
             {timeout, _} -> "E";
             {{timeout, Name}, _} -> Name;
             {_, {plan, Number}} -> Number
         end,
    note([atom_to_list(State), ".", Id]),
    case fuel(60) of
        true -> act(Type, State, plan(Id, State));
        false -> stop
    end.

%% The actions for an input in this state: `ID=forA/forB/forC`.
plan(Id, State) ->
    Plans = string:split(maps:get(Id, ets:lookup_element(world, plans, 2)), "/", all),
    Plan = lists:nth(1 + hd(atom_to_list(State)) - $a, Plans),
    string:lexemes(Plan, ",").

act(Type, State, Plan) ->
    [Next | Actions] = lists:reverse(Plan),
    Reply = case Type of
                {call, From} when Next =/= "p" -> [{reply, From, atom_to_list(State)}];
                _ -> []
            end,
    Todo = Reply ++ [A || T <- lists:reverse(Actions), A <- action(T)],
    case Next of
        "k" -> {keep_state_and_data, Todo};
        "r" -> {repeat_state_and_data, Todo};
        "p" -> {keep_state_and_data, [postpone | Todo]};
        "x" when Reply =:= [] -> stop;
        "x" -> {stop_and_reply, normal, Reply};
        "!" -> [virtual_statem:reply(From, R) || {reply, From, R} <- Reply], exit(crash);
        [Upper] -> {next_state, list_to_atom([Upper + 32]), none, Todo}
    end.

action("k") -> [];
action("n" ++ Id) -> [{next_event, internal, {plan, Id}}];
action([Kind | Time]) ->
    Type = case Kind of
               $s -> state_timeout;
               $e -> timeout;
               _ -> {timeout, [Kind - 32]}
           end,
    case Time of
        "-" -> [{Type, cancel}];
        "~" -> [{Type, infinity, none}];
        _ -> [{Type, list_to_integer(Time), none}]
    end.

terminate(_, _, _) -> ok.

start_subject(server) ->
    virtual_server:start_link({local, subject}, ?MODULE, server, []).

idle("-") -> infinity;
idle(Ms) -> list_to_integer(Ms).

server_step("s" ++ Id) -> virtual_server:cast(subject, {plan, Id});
server_step("c" ++ Id) -> call(virtual_server, Id, {plan, Id});
server_step("x" ++ Reason) ->
    Stop = fun() ->
                   try virtual_server:stop(subject, list_to_atom(Reason), infinity) of
                       ok -> aside("stop:ok")
                   catch exit:_ -> aside("stop:none")
                   end
           end,
    helper(Stop).

idle_time() -> ets:lookup_element(world, idle, 2).

handle_continue(load, State) ->
    case ets:lookup_element(world, loading, 2) of
        0 -> ok;
        Ms -> sleep(Ms)
    end,
    note("loaded"),
    {noreply, State, idle_time()}.

handle_call({plan, Id}, From, State) -> handle(Id, From, State).

handle_cast({plan, Id}, State) -> handle(Id, none, State).

handle_info(timeout, State) -> {stop, normal, State}.

%% `ID=op,op`: what a message makes the server do.
handle(Id, From, State) ->
    note(Id),
    case fuel(60) of
        true ->
            Plan = string:lexemes(maps:get(Id, ets:lookup_element(world, plans, 2)), ","),
            ops(Plan, From, State);
        false -> {noreply, State, idle_time()}
    end.

ops([], _, State) -> {noreply, State, idle_time()};
ops(["r" | Ops], From, State) -> answer(From, "now"), ops(Ops, none, State);
%% Kept, to be answered by another message.
ops(["k" | Ops], From, State = #{late := Late}) ->
    ops(Ops, none, State#{late := [From || From =/= none] ++ Late});
ops(["f" | Ops], From, State = #{late := Late}) ->
    [answer(L, "kept") || L <- Late],
    ops(Ops, From, State#{late := []});
%% Worked out beside the server.
ops(["l" ++ Ms | Ops], From, State) ->
    helper(fun() -> sleep(list_to_integer(Ms)), answer(From, "late") end),
    ops(Ops, none, State);
ops(["t" ++ Id | Ops], From, State) ->
    virtual_server:cast(self(), {plan, Id}),
    ops(Ops, From, State);
ops(["e" | _], _, State) -> {stop, broken, State};
ops(["!" | _], _, _) -> exit(self(), kill), receive never -> ok end.

answer(none, _) -> ok;
answer(From, Answer) -> virtual_server:reply(From, Answer).

terminate(_, _) -> note("terminate").

group_step("j" ++ Rest) ->
    [Name, Group] = string:split(Rest, ":"),
    ok = pg:join(groups, Group, member(Name));
group_step("l" ++ Rest) ->
    [Name, Group] = string:split(Rest, ":"),
    pg:leave(groups, Group, member(Name));
group_step("d" ++ Name) ->
    Pid = member(Name),
    exit(Pid, kill),
    gone(Pid),
    ets:delete(world, {member, Name}).

member(Name) ->
    case ets:lookup(world, {member, Name}) of
        [{_, Pid}] -> Pid;
        [] ->
            Pid = spawn(fun() -> receive never -> ok end end),
            ets:insert(world, [{{member, Name}, Pid}, {{name, Pid}, Name}]),
            Pid
    end.

name(Pid) -> ets:lookup_element(world, {name, Pid}, 2).

%% Of one step, sorted: the groups of a member that ends come in no order.
changes(Ref) ->
    sys:get_state(groups),
    [note(C) || C <- lists:sort(changes(Ref, []))],
    ok.

changes(Ref, Heard) ->
    receive
        {Ref, Kind, Group, Pids} ->
            Sign = case Kind of join -> "+"; leave -> "-" end,
            changes(Ref, [lists:flatten([Sign, Group]) || _ <- Pids] ++ Heard)
    after 0 -> Heard
    end.

groups() ->
    Show = fun(Group) ->
                   Names = lists:sort([name(P) || P <- pg:get_members(groups, Group)]),
                   [Group, "(", lists:join(",", Names), ")"]
           end,
    note(["[", lists:join(";", [Show(G) || G <- lists:sort(pg:which_groups(groups))]), "]"]).
