defmodule Stock do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, %{}, opts)
  def put(stock, fruit, n), do: GenServer.cast(stock, {:put, fruit, n})
  def take(stock, fruit, n), do: GenServer.call(stock, {:take, fruit, n})

  @impl true
  def init(counts), do: {:ok, counts}

  @impl true
  def handle_cast({:put, fruit, n}, counts) do
    {:noreply, Map.update(counts, fruit, n, &(&1 + n))}
  end

  @impl true
  def handle_call({:take, fruit, n}, _from, counts) do
    left = Map.get(counts, fruit, 0) - n

    if left < 0,
      do: {:reply, {:error, :not_enough}, counts},
      else: {:reply, :ok, Map.put(counts, fruit, left)}
  end
end
