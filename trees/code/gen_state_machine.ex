defmodule Door do
  @behaviour :gen_statem

  def child_spec(code), do: %{id: Door, start: {Door, :start_link, [code]}}
  def start_link(code), do: :gen_statem.start_link(__MODULE__, code, [])
  def unlock(door, c), do: :gen_statem.call(door, {:unlock, c}, 5_000)

  @impl true
  def callback_mode, do: :handle_event_function
  @impl true
  def init(code), do: {:ok, :locked, code}

  # The door falls shut by itself, ten seconds after it was opened.
  @impl true
  def handle_event({:call, from}, {:unlock, code}, :locked, code) do
    shut = {:state_timeout, 10_000, :shut}
    {:next_state, :open, code, [{:reply, from, :ok}, shut]}
  end

  def handle_event({:call, from}, {:unlock, _}, _state, _code),
    do: {:keep_state_and_data, {:reply, from, :refused}}

  def handle_event(:state_timeout, :shut, :open, code),
    do: {:next_state, :locked, code}
end
