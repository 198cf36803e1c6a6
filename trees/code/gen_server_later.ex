defmodule Prices do
  use GenServer

  # In the tree, before it: {Task.Supervisor, name: Prices.Tasks}
  def start_link(opts), do: GenServer.start_link(__MODULE__, nil, opts)
  def price(prices, item), do: GenServer.call(prices, {:price, item})

  @impl true
  def init(nil), do: {:ok, nil}

  # The answer follows; the next message is taken meanwhile. If the task
  # crashes nobody answers, and the caller's time runs out.
  @impl true
  def handle_call({:price, item}, from, state) do
    Task.Supervisor.start_child(Prices.Tasks, fn ->
      GenServer.reply(from, ask(item))
    end)

    {:noreply, state}
  end

  # Slow: a query, a remote call.
  defp ask(item), do: String.length(item)
end
