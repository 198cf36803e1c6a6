defmodule Stock do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, 10, opts)
  # The caller waits, five seconds unless it says otherwise.
  def take(stock, n), do: GenServer.call(stock, {:take, n})

  @impl true
  def init(left), do: {:ok, left}

  @impl true
  def handle_call({:take, n}, _from, left) when n <= left do
    {:reply, {:ok, left - n}, left - n}
  end

  def handle_call({:take, _}, _from, left) do
    {:reply, {:error, :not_enough}, left}
  end
end
