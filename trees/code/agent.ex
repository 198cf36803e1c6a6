defmodule Stock do
  use Agent

  def start_link(opts) do
    Agent.start_link(fn -> %{} end, opts)
  end

  def put(stock, fruit, n), do: Agent.update(stock, &Map.put(&1, fruit, n))

  # Reads and changes in one step; says what is left, if there was enough.
  # The function runs in the agent: keep it short, the others wait.
  def take(stock, fruit, n) do
    Agent.get_and_update(stock, fn
      %{^fruit => has} = counts when has >= n ->
        {has - n, %{counts | fruit => has - n}}

      counts ->
        {nil, counts}
    end)
  end
end
